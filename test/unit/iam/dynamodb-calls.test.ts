import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { gated, inShort } from './gated.ts';

const TableName = 'votes';
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'one' } });

/** What is asked of IAM for what a client sends, with the partitions. */
async function asked(t: TestContext, send: (client: DynamoDBClient) => Promise<unknown>) {
  const { to, guard } = await gated(t);
  const client = new DynamoDBClient(to('DYNAMODB'));
  t.after(() => client.destroy());
  await send(client);
  return guard.asked.map((call) => [...inShort([call]), ...[call.context['dynamodb:LeadingKeys'] ?? []].flat()]);
}

test('a call on an item needs its action on the table, for the item’s partition', async (t) => {
  const calls = await asked(t, async (client) => {
    await client.send(new GetItemCommand({ TableName, Key: key('POLL#1') }));
    await client.send(new PutItemCommand({ TableName, Item: { ...key('POLL#2'), more: { N: '1' } } }));
  });
  assert.deepEqual(calls, [
    ['dynamodb:GetItem table/votes', 'POLL#1'],
    ['dynamodb:PutItem table/votes', 'POLL#2'],
  ]);
});

test('a query needs its action on the table, or on the index that it reads, for the partition that it names', async (t) => {
  const values = { ':p': { S: 'POLL#1' }, ':s': { S: 'a' } };
  const calls = await asked(t, async (client) => {
    for (const [KeyConditionExpression, ExpressionAttributeNames] of [
      ['pk = :p AND begins_with(sk, :s)', undefined],
      ['#s = :s AND #p = :p', { '#p': 'pk', '#s': 'sk' }],
    ] as const) {
      const named = { KeyConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues: values };
      await client.send(new QueryCommand({ TableName, ...named }));
    }
    const KeyConditionExpression = 'other = :p';
    const ofIndex = { IndexName: 'byOther', KeyConditionExpression, ExpressionAttributeValues: values };
    await client.send(new QueryCommand({ TableName, ...ofIndex }));
  });
  assert.deepEqual(calls, [
    ['dynamodb:Query table/votes', 'POLL#1'],
    ['dynamodb:Query table/votes', 'POLL#1'],
    ['dynamodb:Query table/votes/index/byOther'],
  ]);
});

test('a batch needs one permission for each table, for all partitions that it touches', async (t) => {
  const calls = await asked(t, async (client) => {
    const RequestItems = {
      votes: [
        { PutRequest: { Item: key('a') } },
        { DeleteRequest: { Key: key('b') } },
        { PutRequest: { Item: key('a') } },
      ],
      polls: [{ PutRequest: { Item: key('c') } }],
    };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
    await client.send(new BatchGetItemCommand({ RequestItems: { votes: { Keys: [key('d'), key('e')] } } }));
  });
  assert.deepEqual(calls, [
    ['dynamodb:BatchWriteItem table/votes', 'a', 'b'],
    ['dynamodb:BatchWriteItem table/polls'],
    ['dynamodb:BatchGetItem table/votes', 'd', 'e'],
  ]);
});

test('a transaction needs the permission of each of its items', async (t) => {
  const calls = await asked(t, async (client) => {
    const TransactItems = [
      { Put: { TableName, Item: key('a') } },
      { Update: { TableName, Key: key('b'), UpdateExpression: 'SET n = :n' } },
      { Delete: { TableName, Key: key('c') } },
      { ConditionCheck: { TableName, Key: key('d'), ConditionExpression: 'attribute_exists(pk)' } },
    ];
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    await client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: key('e') } }] }));
  });
  assert.deepEqual(calls, [
    ['dynamodb:PutItem table/votes', 'a'],
    ['dynamodb:UpdateItem table/votes', 'b'],
    ['dynamodb:DeleteItem table/votes', 'c'],
    ['dynamodb:ConditionCheckItem table/votes', 'd'],
    ['dynamodb:GetItem table/votes', 'e'],
  ]);
});

test('what touches no one partition names none, and a table may be named by its ARN', async (t) => {
  const calls = await asked(t, async (client) => {
    await client.send(new ScanCommand({ TableName }));
    await client.send(new DescribeTableCommand({ TableName: 'arn:aws:dynamodb:eu-west-1:000000000000:table/votes' }));
  });
  assert.deepEqual(calls, [['dynamodb:Scan table/votes'], ['dynamodb:DescribeTable table/votes']]);
});
