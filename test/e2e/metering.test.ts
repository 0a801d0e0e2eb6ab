import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { tableName } from '../../contracts/names.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import { Meter } from '../../local/metering/meter.ts';
import type { TableUsage, Usage } from '../../local/metering/usage.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';

const meter = new Meter();
let backend: Backend;
let pollId: string;
before(async () => {
  backend = await startBackend({ meter });
  ({ id: pollId } = await backend.workspace.openPoll(lunch));
  // Whoever follows polls has heard of this one by then, and is no part of a vote.
  await pause(quietMs);
});
after(() => backend.stop());

const lunch: PollDefinitionInput = {
  title: 'Lunch?',
  questions: [
    {
      id: 'lunch',
      kind: 'single',
      title: 'Choose one',
      options: [
        { id: 'soup', label: 'Soup' },
        { id: 'salad', label: 'Salad' },
      ],
    },
  ],
};

/** Functions remember a poll for a second. */
const forgottenMs = 1_100;
/**
 * Of two streams, one behind the other, the windows in which a batch is gathered and its state is kept, and some more
 * for a machine that has other things to do.
 */
const quietMs = 8_000;

/** A line that tells metrics is no longer. Bytes. */
const aLine = 450;

/** What is used by something, and by all that follows from it. */
async function usageOf(act: () => Promise<unknown>): Promise<Usage> {
  await pause(forgottenMs);
  meter.take();
  await act();
  await until(
    async () => Object.values(backend.runtime.queueDepths('Accepted')),
    (depths) => depths.every((depth) => depth === 0),
  );
  await pause(quietMs);
  return meter.take();
}

/** What tells other services of results does so when its minute is over, which may be at any time. */
const ofTheMinute = ['announce', 'dispatchEvents', 'emitResults', 'deliverWebhooks', 'sendMail'];
const invocations = ({ functions }: Usage) =>
  Object.fromEntries(
    Object.entries(functions)
      .filter(([name]) => !ofTheMinute.includes(name))
      .map(([name, used]) => [name, used.invocations]),
  );
const table = (usage: Usage, name: Parameters<typeof tableName>[1]): TableUsage | undefined =>
  usage.tables[tableName('dev', name)];
const written = (writes: number): TableUsage => ({ writes, replicatedWrites: 0, reads: 0 });
const read = (reads: number): TableUsage => ({ writes: 0, replicatedWrites: 0, reads });

test('one vote is one request, one message there and back, one item and one update of the tally', async () => {
  const token = await backend.voter.voterToken(pollId);
  const vote = () => backend.voter.respond(pollId, { lunch: 'soup' }, token);
  const usage = await usageOf(vote);
  assert.equal(usage.api.requests, 1);
  assert.equal(usage.api.free, 0);
  // Beside the vote's own: an announcement for the end of the minute, and a look at what is pending for the snapshot, or
  // two on a slow machine. What happens at that end has messages and looks of its own.
  const isCalm = usage.functions.announce === undefined;
  const { GetQueueAttributes: looks = 0, ...requests } = usage.queues.requests;
  if (isCalm) {
    assert.deepEqual(requests, { SendMessage: 2, ReceiveMessage: 1, DeleteMessageBatch: 1 });
    assert.ok(looks === 1 || looks === 2, String(looks));
  }
  // Of streams: a batch, and the end of its window.
  assert.deepEqual(invocations(usage), { submitResponse: 1, recordResponses: 1, tallyResponses: 2, publishResults: 2 });
  assert.deepEqual(table(usage, 'responses'), written(1));
  assert.equal(table(usage, 'tallies')?.writes, 1);
  // A look at the poll for the vote, and one for the snapshot.
  if (isCalm) assert.deepEqual(table(usage, 'polls'), read(2));
  assert.equal(usage.secretRequests, 1);
  assert.ok(usage.streamReads > 0 && usage.queues.idleReceives > 0);
  const { submitResponse, recordResponses, tallyResponses } = usage.functions;
  // What an instance counts it tells once a minute, with its first vote.
  for (const { logBytes = 0 } of [submitResponse ?? {}, recordResponses ?? {}]) {
    assert.ok(logBytes > 0 && logBytes < aLine, `${logBytes} bytes`);
  }
  assert.ok(submitResponse && submitResponse.cpuMs > 0 && submitResponse.cpuMs <= submitResponse.billedMs);
  // How many the batch counted, and how old they were.
  const told = tallyResponses?.logBytes ?? 0;
  assert.ok(told > 0 && told < aLine, `${told} bytes`);

  const again = await usageOf(vote);
  assert.equal(again.queues.requests.SendMessage, 1);
  assert.deepEqual(table(again, 'responses'), written(1), 'the condition fails, and is billed');
  assert.equal(table(again, 'tallies')?.writes ?? 0, 0);
  assert.deepEqual(invocations(again), { submitResponse: 1, recordResponses: 1 });
});

test('a look at results is one request, half a unit for the tally, and one question to the queue', async () => {
  let pending: number | undefined;
  const usage = await usageOf(async () => {
    ({ pending } = await backend.voter.results(pollId));
  });
  assert.equal(usage.api.requests, 1);
  assert.deepEqual(invocations(usage), { getResults: 1 });
  if (usage.functions.announce === undefined) {
    assert.deepEqual(table(usage, 'polls'), read(1));
    assert.deepEqual(table(usage, 'tallies'), read(0.5));
  }
  // Results don't wait for a queue that is slow to answer, as it may be to an instance that has just started.
  if (pending !== undefined) assert.equal(usage.queues.requests.GetQueueAttributes, 1);
});

test('a function costs its time by its memory, and what an answer weighs is counted', async () => {
  const usage = await usageOf(() => backend.voter.results(pollId));
  const { memoryMb = 0, billedMs = 0, logBytes } = usage.functions.getResults ?? {};
  assert.equal(memoryMb, 512);
  assert.ok(Number.isInteger(billedMs) && billedMs >= 1, `${billedMs} ms`);
  assert.ok((logBytes ?? 0) < aLine, 'what goes well leaves no line but one a minute');
  const body = JSON.stringify(await backend.voter.results(pollId)).length;
  assert.ok(usage.api.bytesOut > body && usage.api.bytesOut < body + 500, `${usage.api.bytesOut} bytes`);
  assert.ok(usage.api.logBytes > 80, 'API Gateway writes one');
});

test('a request without an API key is thrown back for nothing', async () => {
  const usage = await usageOf(() => backend.voter.send('GET', '/polls'));
  assert.equal(usage.api.requests, 0);
  assert.equal(usage.api.free, 1);
  assert.deepEqual(invocations(usage), {});
});

test('a burst that waited is received, stored and deleted in full batches', async () => {
  const votes = 30;
  const [region] = backend.runtime.regions;
  const usage = await usageOf(async () => {
    await region?.disableEventSources();
    for (let vote = 0; vote < votes; vote += 1) await backend.voter.respond(pollId, { lunch: 'salad' });
    assert.equal((await backend.voter.results(pollId)).responses, 1);
    region?.enableEventSources();
    await until(
      () => backend.voter.results(pollId),
      ({ responses }) => responses === votes + 1,
    );
  });
  assert.equal(usage.functions.submitResponse?.invocations, votes);
  const { SendMessage = 0, ReceiveMessage = 0, DeleteMessageBatch = 0 } = usage.queues.requests;
  // And at most an announcement for each minute that the burst touches.
  assert.ok(SendMessage >= votes && SendMessage <= votes + 2, `${SendMessage} sends`);
  // Two pollers share the messages, and each may end with less than ten; what ends a minute has some of its own.
  const most = usage.functions.announce === undefined ? 4 : 10;
  assert.ok(ReceiveMessage >= 3 && ReceiveMessage <= most, `${ReceiveMessage} receives`);
  assert.ok(DeleteMessageBatch >= 3 && DeleteMessageBatch <= most, `${DeleteMessageBatch} deletes`);
  assert.deepEqual(table(usage, 'responses'), written(votes));
});
