import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Faults } from '../../../local/chaos/faults.ts';
import { Meter } from '../../../local/metering/meter.ts';
import { countCalls } from '../../../local/metering/service-calls.ts';
import { listen } from '../../../local/servers/listen.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { startServiceProxy } from '../../../local/service-proxy/service-proxy.ts';
import { certain } from './certain.ts';

/** The SDK's own clients of services that came after the first three, through a proxy that also counts. */
async function start(t: TestContext, faults?: Faults) {
  const bodies: string[] = [];
  const service = createServer(async (request, response) => {
    bodies.push(`${request.method} ${request.url?.split('?')[0]} ${await text(request)}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const { port, stop } = await listen(service);
  const endpoint = `http://127.0.0.1:${port}`;
  const names = ['AWS_ENDPOINT_URL_EVENTBRIDGE', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_SCHEDULER'];
  const services = Object.fromEntries(names.map((name) => [name, endpoint]));
  const meter = new Meter();
  const proxy = await startServiceProxy({ services, faults, observer: countCalls(meter) });
  t.after(async () => {
    await proxy.stop();
    await stop();
  });
  const endpoints = proxy.endpointsFor({ name: 'one', kill: () => {} });
  const of = (name: string) => ({ ...localCredentials, maxAttempts: 1, endpoint: endpoints[name] ?? '' });
  const entry = (Detail: string) => ({ EventBusName: 'bus', Source: 's', DetailType: 't', Detail });
  return {
    bodies,
    meter,
    putEvents: (...details: string[]) =>
      new EventBridgeClient(of('AWS_ENDPOINT_URL_EVENTBRIDGE')).send(
        new PutEventsCommand({ Entries: details.map(entry) }),
      ),
    putObject: () =>
      new S3Client(of('AWS_ENDPOINT_URL_S3')).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'no JSON' })),
    cancel: () =>
      new SchedulerClient(of('AWS_ENDPOINT_URL_SCHEDULER')).send(
        new DeleteScheduleCommand({ Name: 'n', GroupName: 'g' }),
      ),
  };
}

test('what is no JSON call goes through as it is, though somebody counts', async (t) => {
  const { bodies, putObject, cancel } = await start(t);
  await putObject();
  await cancel();
  assert.match(bodies[0] ?? '', /^PUT \/b\/k .*no JSON/s);
  assert.equal(bodies[1], 'DELETE /schedules/n ');
});

test('events are counted each, and once more for every 64 KB that is begun', async (t) => {
  const { meter, putEvents } = await start(t);
  await putEvents('{}', 'x'.repeat(64 * 1_024 + 1));
  assert.equal(meter.take().events, 3);
});

for (const [kind, ...errors] of [
  ['callThrottled', 'ThrottlingException', 'SlowDown', 'ThrottlingException'],
  ['callFails', 'InternalServerError', 'InternalError', 'InternalServerError'],
] as const) {
  test(`${kind}: each service’s client is told in its own way, and the service never hears of the call`, async (t) => {
    const { bodies, putEvents, putObject, cancel } = await start(t, certain(kind));
    const outcomes = await Promise.allSettled([putEvents('{}'), putObject(), cancel()]);
    const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.name : 'none'));
    assert.deepEqual(names, errors);
    assert.deepEqual(bodies, []);
  });
}

test('callAnswerLost: each call takes effect, and nothing is heard of it', async (t) => {
  const { bodies, putEvents, putObject, cancel } = await start(t, certain('callAnswerLost'));
  const outcomes = await Promise.allSettled([putEvents('{}'), putObject(), cancel()]);
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  assert.equal(bodies.length, 3);
});
