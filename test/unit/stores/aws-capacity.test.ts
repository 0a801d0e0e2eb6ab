import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type FakeCapacity, startFakeCapacity } from '../../../local/servers/fake-capacity.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { AwsCapacity } from '../../../stores/aws-capacity.ts';

let server: FakeCapacity;
let capacity: AwsCapacity;
let stop: () => Promise<void>;
before(async () => {
  server = await startFakeCapacity({ endpoint: 'http://unused.invalid', stop: async () => undefined });
  const options = { endpoint: server.endpoint, ...localCredentials };
  const scaling = new ApplicationAutoScalingClient(options);
  const dynamodb = new DynamoDBClient(options);
  const bounds = { leastInstances: 2, mostInstances: 100 };
  capacity = new AwsCapacity({ scaling, dynamodb, table: 'responses', targets: ['function:vote:live'], bounds });
  stop = async () => {
    scaling.destroy();
    dynamodb.destroy();
    await server.stop();
  };
});
after(() => stop());

/** The ranges that are told by a call. */
async function rangesOf(call: () => Promise<void>): Promise<number[][]> {
  const before = server.registrations.length;
  await call();
  return server.registrations.slice(before).map(({ least, most }) => [least, most]);
}

test('what was warm for an audience is taken back by a range that ends at the least, as often as it is asked for', async () => {
  assert.deepEqual(await rangesOf(() => capacity.keepWarm(50)), [[50, 100]]);
  for (const _ of ['once', 'again']) {
    assert.deepEqual(await rangesOf(() => capacity.keepWarm(2)), [
      [2, 2],
      [2, 100],
    ]);
  }
});

test('as long as an audience needs more than the least, its range is open to the most', async () => {
  assert.deepEqual(await rangesOf(() => capacity.keepWarm(50)), [[50, 100]]);
  assert.deepEqual(await rangesOf(() => capacity.keepWarm(3)), [[3, 100]]);
  assert.deepEqual(await rangesOf(() => capacity.keepWarm(100)), [[100, 100]]);
});

test('a change that was refused is told of until one is taken', async () => {
  await capacity.keepWarm(50);
  await capacity.checkWarm();
  server.refuses = true;
  await capacity.keepWarm(60);
  await assert.rejects(capacity.checkWarm(), /function:vote:live is not warm: Alias with weights/);
  server.refuses = false;
  await assert.rejects(capacity.checkWarm(), /is not warm/);
  await capacity.keepWarm(60);
  await capacity.checkWarm();
});
