import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { resourceSchemas } from '../../../local/assembly/resources.ts';
import { itemSize, type WireItem, type WireValue } from '../../../local/metering/item-size.ts';
import { askForConsumption, consumedBy } from '../../../local/metering/table-call.ts';
import { createTable, startDynamoDb } from '../../../local/servers/dynamodb.ts';
import { type LocalServer, localCredentials } from '../../../local/servers/local-server.ts';

const table = 'sizes';
const kilobyte = 1_024;

let server: LocalServer;
let client: DynamoDBClient;
before(async () => {
  server = await startDynamoDb(undefined);
  client = new DynamoDBClient({ endpoint: server.endpoint, ...localCredentials });
  const schema = resourceSchemas['AWS::DynamoDB::GlobalTable'];
  await createTable(
    client,
    schema.parse({
      TableName: table,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      Replicas: [{ Region: 'eu-central-1' }],
    }),
  );
});
after(async () => {
  client.destroy();
  await server.stop();
});

const values: Readonly<Record<string, WireValue>> = {
  text: { S: 'größer' },
  number: { N: '-1732500000001' },
  fraction: { N: '0.00123' },
  flag: { BOOL: true },
  set: { NS: ['1', '234'] },
  list: { L: [{ S: 'a' }, { N: '12' }, { L: [] }] },
  map: { M: { a: { S: 'xyz' }, bb: { M: {} } } },
};

for (const [name, value] of Object.entries(values)) {
  test(`the embedded server and our sizes agree to the byte where a write unit begins: ${name}`, async () => {
    for (const size of [kilobyte, kilobyte + 1, 2 * kilobyte, 2 * kilobyte + 1]) {
      const base = { pk: { S: `${name}-${size}` }, value, fill: { S: '' } };
      const item: WireItem = { ...base, fill: { S: '.'.repeat(size - itemSize(base)) } };
      assert.equal(itemSize(item), size);
      const request = { TableName: table, Item: item as Record<string, AttributeValue> };
      const answer = await client.send(new PutItemCommand(askForConsumption('PutItem', request) as typeof request));
      const [consumed] = consumedBy('PutItem', request, answer);
      assert.deepEqual(consumed, { table, reads: 0, writes: Math.ceil(size / kilobyte), isReplicated: true });
    }
  });
}

test('a failed condition costs the larger of the item that is there and the one that was to be written', () => {
  const __type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
  const small = { pk: { S: 'a' } };
  const large = { pk: { S: 'a' }, fill: { S: '.'.repeat(2_500) } };
  const cost = (operation: string, request: object, found?: WireItem) =>
    consumedBy(operation, { TableName: table, ...request }, { __type, ...(found ? { Item: found } : {}) });
  const failed = (writes: number) => [{ table, reads: 0, writes, isReplicated: false }];
  assert.deepEqual(cost('PutItem', { Item: small }), failed(1));
  assert.deepEqual(cost('PutItem', { Item: large }), failed(3));
  assert.deepEqual(cost('UpdateItem', { Key: small }, large), failed(3));
});

test('a cancelled transaction costs twice each of its items', () => {
  const item = { TableName: table, Item: { pk: { S: 'a' }, fill: { S: '.'.repeat(1_500) } } };
  const TransactItems = [{ Put: item }, { Delete: { TableName: table, Key: { pk: { S: 'b' } } } }];
  const consumed = consumedBy('TransactWriteItems', { TransactItems }, { __type: 'TransactionCanceledException' });
  assert.deepEqual(
    consumed.map(({ writes }) => writes),
    [4, 2],
  );
});

test('what is throttled or malformed costs nothing, and reads are reads', () => {
  assert.deepEqual(consumedBy('PutItem', { TableName: table, Item: {} }, { __type: 'ThrottlingException' }), []);
  const ConsumedCapacity = { TableName: table, CapacityUnits: 0.5 };
  const read = { table, reads: 0.5, writes: 0, isReplicated: true };
  assert.deepEqual(consumedBy('GetItem', { TableName: table }, { ConsumedCapacity }), [read]);
  assert.deepEqual(consumedBy('BatchGetItem', {}, { ConsumedCapacity: [ConsumedCapacity] }), [read]);
});
