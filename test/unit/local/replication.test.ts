import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { resourceSchemas } from '../../../local/assembly/resources.ts';
import { type Replication, startReplication } from '../../../local/replication/replication.ts';
import { createTable, startDynamoDb } from '../../../local/servers/dynamodb.ts';
import { type LocalServer, localCredentials } from '../../../local/servers/local-server.ts';
import { until } from '../../support/until.ts';

const table = 'replicated';
const names = ['here', 'there'] as const;
const servers: LocalServer[] = [];
const clients: DynamoDBClient[] = [];
const down = new Set<string>();
let replication: Replication;

before(async () => {
  for (const _ of names) {
    const server = await startDynamoDb(undefined);
    const client = new DynamoDBClient({ endpoint: server.endpoint, ...localCredentials });
    const keys = ['pk', 'sk'] as const;
    await createTable(
      client,
      resourceSchemas['AWS::DynamoDB::GlobalTable'].parse({
        TableName: table,
        KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        Replicas: names.map((Region) => ({ Region })),
      }),
    );
    servers.push(server);
    clients.push(client);
  }
  const replicas = names.map((name, index) => ({
    name,
    endpoint: servers[index]?.endpoint ?? '',
    isReachable: () => !down.has(name),
  }));
  replication = startReplication({ replicas, tables: [table], faults: undefined });
});
after(async () => {
  await replication.stop();
  for (const client of clients) client.destroy();
  for (const server of servers) await server.stop();
});

const keyOf = (id: string) => ({ pk: { S: id }, sk: { S: 'item' } });
const put = (region: number, id: string, value: string) =>
  clients[region]?.send(new PutItemCommand({ TableName: table, Item: { ...keyOf(id), value: { S: value } } }));
const remove = (region: number, id: string) =>
  clients[region]?.send(new DeleteItemCommand({ TableName: table, Key: keyOf(id) }));
const valueIn = async (region: number, id: string) => {
  const answer = await clients[region]?.send(
    new GetItemCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
  );
  return answer?.Item?.value?.S;
};

/** Waits until both regions hold the same and nothing is under way. @returns what they hold */
async function agreed(id: string, holds: (value: string | undefined) => boolean = () => true) {
  const [value] = await until(
    () => Promise.all([valueIn(0, id), valueIn(1, id), replication.pending()]),
    ([here, there, pending]) => here === there && pending === 0 && holds(here),
  );
  return value;
}

test('a write of either region reaches the other, and so does a deletion', async () => {
  await put(0, 'a', 'first');
  await agreed('a', (value) => value === 'first');
  await put(1, 'a', 'second');
  await agreed('a', (value) => value === 'second');
  await remove(0, 'a');
  await agreed('a', (value) => value === undefined);
  await put(1, 'a', 'third');
  await agreed('a', (value) => value === 'third');
});

test('writes of one item arrive in their order', async () => {
  for (let number = 0; number < 20; number += 1) await put(0, 'b', String(number));
  assert.equal(await agreed('b', (value) => value === '19'), '19');
});

test('of two writes at the same time one wins, the same in both regions', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `c${index}`);
  await Promise.all(ids.flatMap((id) => [put(0, id, 'here'), put(1, id, 'there')]));
  for (const id of ids) assert.ok(['here', 'there'].includes((await agreed(id, Boolean)) ?? ''));
});

test('a write and a deletion at the same time end alike in both regions', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `d${index}`);
  await Promise.all(ids.map((id) => put(0, id, 'old')));
  for (const id of ids) await agreed(id, (value) => value === 'old');
  await Promise.all(ids.flatMap((id) => [put(0, id, 'new'), remove(1, id)]));
  for (const id of ids) assert.ok([undefined, 'new'].includes(await agreed(id, (value) => value !== 'old')));
});

test('a region that is down gets what it missed when it is back', async () => {
  down.add('there');
  await put(0, 'e', 'missed');
  await until(
    async () => replication.pending(),
    (pending) => pending > 0,
  );
  assert.equal(await valueIn(1, 'e'), undefined);
  down.delete('there');
  await agreed('e', (value) => value === 'missed');
});
