import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from '../../../contracts/events.ts';
import type { Faults } from '../../../local/chaos/faults.ts';
import { type BusRule, startFakeEventBus } from '../../../local/servers/fake-event-bus.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { EventBridgeBus } from '../../../stores/event-bridge-bus.ts';
import { until } from '../../support/until.ts';
import { certain } from './certain.ts';

const event: BusEvent<'results.milestone'> = {
  specversion: '1.0',
  id: 'one',
  type: 'results.milestone',
  source: 'groundswell',
  time: '2027-01-15T12:00:00.000Z',
  subject: 'poll',
  workspace: 'acme',
  dataversion: 1,
  data: { pollId: 'poll', responses: 100 },
};
const ruleFor = (pattern: BusRule['pattern'], ...targets: string[]): BusRule => ({
  arn: 'rule',
  bus: 'bus',
  pattern,
  targets,
});

/** A bus with rules, and the adapter that functions use on it. */
async function start(t: TestContext, rules: BusRule[], faults?: Faults) {
  const server = await startFakeEventBus();
  const client = new EventBridgeClient({ endpoint: server.endpoint, ...localCredentials, maxAttempts: 1 });
  t.after(async () => {
    client.destroy();
    await server.stop();
  });
  server.createBus('bus');
  const delivered: [string, unknown][] = [];
  server.connect({ rules, faults, deliver: async (arn, given) => void delivered.push([arn, given]) });
  return { client, delivered, bus: (name: string) => new EventBridgeBus(client, name) };
}

test('an event goes to every target of each rule that it matches, as EventBridge hands it over', async (t) => {
  const { delivered, bus } = await start(t, [
    ruleFor({ source: ['groundswell'], 'detail-type': ['results.milestone'] }, 'one', 'two'),
    ruleFor({ detail: { data: { responses: [100] } } }, 'three'),
    ruleFor({ 'detail-type': ['poll.opened'] }, 'never'),
    { arn: 'rule', bus: 'another', pattern: {}, targets: ['never'] },
  ]);
  await bus('bus').publish(event);
  assert.deepEqual(
    delivered.map(([arn]) => arn),
    ['one', 'two', 'three'],
  );
  const [first] = delivered;
  assert.ok(first);
  const { id, ...handed } = first[1] as { id: string };
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(handed, {
    version: '0',
    'detail-type': 'results.milestone',
    source: 'groundswell',
    account: '000000000000',
    time: event.time,
    region: 'eu-central-1',
    resources: [],
    detail: event,
  });
});

test('an event for a bus that is not there is refused, though the call succeeds', async (t) => {
  const { bus } = await start(t, []);
  await assert.rejects(bus('missing').publish(event), /ResourceNotFoundException/);
});

test('a call with more than ten entries, or none, is refused', async (t) => {
  const { client } = await start(t, []);
  const entry = { EventBusName: 'bus', Source: 's', DetailType: 't', Detail: '{}' };
  for (const count of [0, 11]) {
    await assert.rejects(client.send(new PutEventsCommand({ Entries: Array(count).fill(entry) })), {
      name: 'ValidationException',
    });
  }
  const answer = await client.send(new PutEventsCommand({ Entries: [entry, { ...entry, Detail: 'no JSON' }] }));
  assert.equal(answer.FailedEntryCount, 1);
});

test('chaos delivers an event twice, and late', async (t) => {
  const rules = [ruleFor({}, 'one')];
  const twice = await start(t, rules, certain('eventRepeated'));
  await twice.bus('bus').publish(event);
  assert.equal(twice.delivered.length, 2);
  assert.deepEqual(twice.delivered[0], twice.delivered[1]);
  const late = await start(t, rules, certain('eventDelayed'));
  await late.bus('bus').publish(event);
  await until(
    async () => late.delivered.length,
    (count) => count === 1,
  );
});
