import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveChannel } from '../../../contracts/live.ts';
import type { PollDefinitionInput } from '../../../contracts/poll.ts';
import { PublishError } from '../../../domain/live/live-publisher.ts';
import { freshFor, leastInterval, SnapshotPublisher } from '../../../domain/live/snapshot-publisher.ts';
import { emptyTally } from '../../../domain/tallies/results.ts';
import { noon, openPollOf } from '../../support/polls.ts';

/** A publisher of one poll's snapshots on a clock that moves only when it waits. */
function publishing(policy: PollDefinitionInput['policy'] = {}, failures: Error[] = [], closedAt?: number) {
  const poll = { ...openPollOf({ policy }), ...(closedAt ? { closedAt: new Date(closedAt).toISOString() } : {}) };
  const published: { channel: string; at: number }[] = [];
  let time = noon + 60_000;
  const snapshots = new SnapshotPublisher({
    polls: { get: async (id) => (id === poll.id ? poll : undefined) },
    publisher: {
      async publish(channel) {
        const failure = failures.shift();
        if (failure) throw failure;
        published.push({ channel, at: time });
      },
    },
    pending: async () => 3,
    now: () => time,
    pause: async (ms) => {
      time += ms;
    },
  });
  const publish = async (age = 0, pollId = poll.id) =>
    (await snapshots.publish({ pollId, tally: emptyTally, changedAt: time - age })).outcome;
  return { publish, published, poll };
}
const channelsOf = async (policy: PollDefinitionInput['policy'], closedAt?: number) => {
  const { publish, published } = publishing(policy, [], closedAt);
  const outcome = await publish();
  return { outcome, channels: published.map(({ channel }) => channel) };
};
const { id } = openPollOf();
const [viewers, workspace] = [liveChannel(id), liveChannel(id, 'workspace')];

test('a snapshot goes to those who may see it now, and to nobody else', async () => {
  assert.deepEqual((await channelsOf({ results: 'always' })).channels, [viewers]);
  assert.deepEqual((await channelsOf({ results: 'after-voting' })).channels, [viewers]);
  assert.deepEqual((await channelsOf({ results: 'after-closing' })).channels, [workspace]);
  assert.deepEqual((await channelsOf({ results: 'after-closing' }, noon + 1_000)).channels, [viewers, workspace]);
  assert.deepEqual((await channelsOf({ results: 'never' }, noon + 1_000)).channels, [workspace]);
});

test('a poll that is gone has no snapshot', async () => {
  const { publish, published } = publishing();
  assert.equal(await publish(0, 'gone'), 'none');
  assert.deepEqual(published, []);
});

test('between two snapshots of a poll is a second', async () => {
  const { publish, published } = publishing();
  for (let round = 0; round < 5; round += 1) await publish();
  const times = published.map(({ at }) => at);
  assert.equal(times.length, 5);
  for (const [index, at] of times.slice(1).entries()) assert.ok(at - (times[index] ?? 0) >= leastInterval);
});

test('a failure that may pass is tried again while the snapshot is fresh, and dropped when it is old', async () => {
  const passing = () => new PublishError('AppSync answered 503', true);
  const { publish } = publishing({}, [passing(), passing(), new Error('The table is throttled')]);
  assert.equal(await publish(freshFor - leastInterval - 1), 'again');
  assert.equal(await publish(freshFor + 1), 'dropped');
  assert.equal(await publish(), 'again');
  assert.equal(await publish(), 'published');
});

test('what AppSync will never take is dropped at once', async () => {
  const { publish } = publishing({}, [new PublishError('A snapshot has 300000 bytes', false)]);
  assert.equal(await publish(), 'dropped');
});
