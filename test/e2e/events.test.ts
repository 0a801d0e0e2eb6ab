import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { type BusEvent, eventSource } from '../../contracts/events.ts';
import type { PollView } from '../../contracts/poll.ts';
import { bundleFunctions } from '../../lib/bundles.ts';
import { WorkerQueue } from '../../lib/constructs/worker-queue.ts';
import { EventsService } from '../../lib/services/events.ts';
import { addStage } from '../../lib/stage.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { appOf } from '../support/app.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { testStage } from '../support/configuration.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

const minute = 60_000;
const outdir = mkdtempSync(join(tmpdir(), 'groundswell-events-'));
let backend: Backend;
let sqs: SQSClient;
before(async () => {
  bundleFunctions();
  const app = appOf(outdir);
  addStage(app, testStage('dev'));
  // A reader of the test's own: a queue that gets every event.
  for (const service of app.node.findAll()) {
    if (!(service instanceof EventsService)) continue;
    const { queue, deadLetters } = new WorkerQueue(service, 'Everything', { workerTimeout: Duration.seconds(1) });
    const eventPattern = { source: [eventSource] };
    new Rule(service, 'All', {
      eventBus: service.bus,
      eventPattern,
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters.queue })],
    });
  }
  app.synth();
  backend = await startBackend({ assemblyFolder: outdir });
  sqs = new SQSClient({ endpoint: home().servers.sqs.endpoint, ...localCredentials });
});
after(async () => {
  sqs.destroy();
  await backend.stop();
  rmSync(outdir, { recursive: true, force: true });
});

function home() {
  const [region] = backend.runtime.regions;
  assert.ok(region);
  return region;
}

const received: BusEvent[] = [];

/** The events about a poll so far, by type. */
async function told(pollId: string): Promise<string[]> {
  const QueueUrl = [...home().stores.queueUrls.values()].find(
    (url) => /Everything.*Queue/.test(url) && !/Dead/.test(url),
  );
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) break;
    for (const { Body = '', ReceiptHandle } of Messages) {
      received.push(JSON.parse(Body).detail);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  return received.filter(({ subject }) => subject === pollId).map(({ type }) => type);
}
const count = (types: readonly string[], wanted: string) => types.filter((type) => type === wanted).length;
const create = async (body: object = {}) =>
  (await backend.workspace.send<PollView>('POST', '/polls', { body: { ...everyKind, ...body } })).body.id;

test('a poll that a person opens and closes is told of once each', async () => {
  const id = await create();
  await backend.workspace.send('POST', `/polls/${id}/open`);
  await until(
    () => told(id),
    (types) => types.includes('poll.opened'),
  );
  await backend.workspace.send('POST', `/polls/${id}/close`);
  const types = await until(
    () => told(id),
    (seen) => seen.includes('poll.closed'),
  );
  assert.deepEqual([count(types, 'poll.opened'), count(types, 'poll.closed')], [1, 1]);
  const closed = received.find(({ subject, type }) => subject === id && type === 'poll.closed');
  const view = await backend.workspace.send<PollView>('GET', `/polls/${id}`);
  assert.deepEqual(closed?.data, { pollId: id, title: everyKind.title, at: view.body.closedAt });
});

test('a poll that the clock closes is told of once, though its schedule moved and fires twice', async () => {
  const [first, second] = [Date.now() + 60 * minute, Date.now() + 90 * minute];
  const id = await create({ closesAt: new Date(first).toISOString() });
  const opened = await backend.workspace.send('POST', `/polls/${id}/open`);
  const name = `groundswell-dev-announcements/${id}-closed`;
  const planned = () => Promise.resolve(home().servers.scheduler.pending()[name]);
  await until(planned, (at) => at !== undefined && at >= first);
  await backend.workspace.send('PATCH', `/polls/${id}`, {
    body: { closesAt: new Date(second).toISOString() },
    headers: { 'if-match': opened.headers.get('etag') ?? '' },
  });
  await until(planned, (at) => at !== undefined && at >= second);
  await home().servers.scheduler.fireUntil(second + minute);
  await until(
    () => told(id),
    (types) => types.includes('poll.closed'),
  );
  // The same once more, and what an edit left behind: both lie in one queue, which is empty when they are done.
  const url = [...home().stores.queueUrls.values()].find((one) => /Announcing.*Queue/.test(one) && !/Dead/.test(one));
  for (const at of [first, second]) {
    const MessageBody = JSON.stringify({ v: 1, type: 'poll.closed', pollId: id, at });
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
  }
  await until(
    async () => backend.runtime.queueDepths(),
    (depths) => Object.entries(depths).every(([queue, depth]) => !/Announcing/.test(queue) || depth === 0),
  );
  assert.equal(count(await told(id), 'poll.closed'), 1);
});

test('a poll that is deleted before it opens is never told of', async () => {
  const id = await create({ opensAt: new Date(Date.now() + 60 * minute).toISOString() });
  const name = `groundswell-dev-announcements/${id}-opened`;
  const planned = () => Promise.resolve(home().servers.scheduler.pending()[name]);
  await until(planned, (at) => at !== undefined);
  assert.equal((await backend.workspace.send('DELETE', `/polls/${id}`)).status, 204);
  await until(planned, (at) => at === undefined);
  const types = await until(
    () => told(id),
    (seen) => count(seen, 'poll.changed') === 2,
  );
  assert.deepEqual(types, ['poll.changed', 'poll.changed']);
});
