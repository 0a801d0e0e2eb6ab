import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import type { ArchiveManifest } from '../../contracts/archive.ts';
import { newArchive } from '../../domain/archive/archive-job.ts';
import { eraseArchived, isErasedFrom } from '../../domain/archive/erase.ts';
import { workOnArchive } from '../../domain/archive/work.ts';
import { Busy } from '../../domain/exports/work.ts';
import { closePoll } from '../../domain/polls/edit.ts';
import type { CountedResponse } from '../../domain/tallies/counters.ts';
import { fold } from '../../domain/tallies/fold.ts';
import { changesByPoll } from '../../functions/results/stream-changes.ts';
import type { ResponseItem } from '../../stores/response-item.ts';
import { anyResponse, countersOfAll, nonZero } from '../support/counted-responses.ts';
import { FakeArchive } from '../support/fake-archive.ts';
import { noon, openPollOf } from '../support/polls.ts';

const pk = 'poll#0';
/** Seconds since 1970 at which everything happens. */
const now = 1_000;

/** What may happen to a voter's place in the table. */
const happening = fc.record({
  voter: fc.nat(1),
  what: fc.constantFrom(
    'answers' as const,
    'erased' as const,
    'archived' as const,
    'swept' as const,
    'restored' as const,
  ),
  response: anyResponse,
});

/** The table's stream of such a history, and the responses that count at its end. */
function streamOf(history: readonly { voter: number; what: string; response: CountedResponse }[]) {
  const table = new Map<string, Record<string, unknown>>();
  const archive = new Map<string, Record<string, unknown>>();
  const counted = new Map<string, CountedResponse>();
  const records: DynamoDBRecord[] = [];
  const write = (sk: string, item: Record<string, unknown> | undefined) => {
    const before = table.get(sk);
    if (item) table.set(sk, item);
    else table.delete(sk);
    const image = (one: Record<string, unknown>) => marshall(one, { removeUndefinedValues: true });
    records.push({
      dynamodb: {
        Keys: image({ pk, sk }),
        SequenceNumber: String(records.length + 1),
        ApproximateCreationDateTime: now,
        ...(before ? { OldImage: image(before) } : {}),
        ...(item ? { NewImage: image(item) } : {}),
      },
    } as DynamoDBRecord);
  };
  for (const [index, { voter, what, response }] of history.entries()) {
    const sk = `voter${voter}`;
    const stored = table.get(sk);
    if (what === 'answers') {
      // No message comes once a response is away, see `expiryOf`; until then it replaces what there is.
      if (archive.has(sk) && !stored) continue;
      archive.delete(sk);
      counted.set(sk, response);
      write(sk, { pk, sk, i: `r${index}`, t: index, a: response.answers, s: response.skipped, q: response.excludedBy });
    } else if (what === 'erased') {
      // An archived poll is restored first.
      if (archive.has(sk) && !stored) continue;
      archive.delete(sk);
      counted.delete(sk);
      write(sk, { pk, sk, x: index, expiresAt: now + 1 });
    } else if (what === 'archived' && stored && 'a' in stored) {
      archive.set(sk, stored);
      write(sk, { ...stored, expiresAt: now - 1 });
    } else if (what === 'swept' && Number(stored?.expiresAt ?? now) < now) {
      write(sk, undefined);
    } else if (what === 'restored' && archive.has(sk)) {
      const { expiresAt: _expiresAt, z: _z, ...item } = stored ?? archive.get(sk) ?? {};
      write(sk, stored ? item : { ...item, z: 1 });
      archive.delete(sk);
    }
  }
  return { records, counted };
}

test('whatever is archived, swept, restored, changed and erased, the tally counts each response once', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40, size: 'max' }), (history) => {
      const { records, counted } = streamOf(history);
      const total = new Map<string, number>();
      for (const { deltas } of fold(changesByPoll(records).get('poll') ?? [], undefined)) {
        for (const [counter, delta] of deltas) total.set(counter, (total.get(counter) ?? 0) + delta);
      }
      assert.deepEqual(nonZero(total), nonZero(countersOfAll(counted.values())));
    }),
    { numRuns: 800 },
  );
});

test('what is put back leaves the counters of its response to a recount, and is not taken for new', () => {
  const item: ResponseItem = { pk, sk: 'voter', i: 'r', t: 1, a: { q: { s: 'a' } }, z: 1 };
  const record = { dynamodb: { Keys: marshall({ pk, sk: 'voter' }), SequenceNumber: '1', NewImage: marshall(item) } };
  const [change] = changesByPoll([record as DynamoDBRecord]).get('poll') ?? [];
  assert.deepEqual(change?.after, { answers: item.a, skipped: [] });
  assert.equal(change?.acceptedAt, undefined);
});

const closed = { ...closePoll(openPollOf(), noon), shards: 4 };

/** Calls the worker until the archive rests or is gone, cut off at whatever line. */
const leaseMs = 200;

async function work(fake: FakeArchive): Promise<void> {
  for (let calls = 0; calls < 2_000; calls += 1) {
    const job = fake.job;
    if (!job) return;
    // Whoever died has lost the lease by then.
    fake.time += leaseMs;
    try {
      const next = await workOnArchive(fake.ports, closed, job, leaseMs);
      if (!next.again) return;
      fake.time += next.afterSeconds * 1_000;
    } catch (error) {
      if (!fake.isOurs(error) && !(error instanceof Busy)) throw error;
    }
  }
  assert.fail('there is no end');
}

test('cut off at any line, an archive holds each response once, and a restored poll is as it was', async () => {
  const responses = fc.array(anyResponse, { maxLength: 25, size: 'max' });
  await fc.assert(
    fc.asyncProperty(responses, fc.infiniteStream(fc.nat(9_999)), async (stored, numbers) => {
      const draw = (below: number) => (numbers.next().value ?? 0) % below;
      const fake = new FakeArchive(closed, stored, draw);
      const before = fake.stored();
      const tally = nonZero(fake.counters);
      fake.job = newArchive(closed, { region: 'here', now: fake.time });
      await work(fake);
      assert.equal(fake.job?.state, 'archived');
      assert.deepEqual(fake.archived(), before);
      assert.ok(fake.poll.archivedAt);
      assert.equal(fake.keptOutcomesOf, stored.length);
      fake.sweep();
      assert.deepEqual(fake.stored(), []);
      assert.deepEqual(nonZero(fake.counters), tally);
      fake.job = { ...fake.job, state: 'restoring', done: 0 };
      await work(fake);
      assert.equal(fake.job, undefined);
      assert.deepEqual(fake.stored(), before);
      assert.equal(fake.files.size, 0);
      assert.equal(fake.poll.archivedAt, undefined);
      assert.equal(fake.expired, false);
      assert.deepEqual(nonZero(fake.counters), tally);
    }),
    { numRuns: 80 },
  );
});

test('cut off at any line, erasures leave an archive of all others, and it says so', async () => {
  const responses = fc.array(anyResponse, { minLength: 1, maxLength: 15, size: 'max' });
  const given = [responses, fc.array(fc.nat(20), { maxLength: 4 }), fc.infiniteStream(fc.nat(9_999))] as const;
  await fc.assert(
    fc.asyncProperty(...given, async (stored, voters, numbers) => {
      const draw = (below: number) => (numbers.next().value ?? 0) % below;
      const fake = new FakeArchive(closed, stored, draw);
      fake.job = newArchive(closed, { region: 'here', now: fake.time });
      await work(fake);
      for (const voter of voters) await eraseFrom(fake, `voter-${voter}`);
      const others = fake.stored().filter(({ voterKey }) => !voters.some((voter) => voterKey === `voter-${voter}`));
      assert.deepEqual(fake.archived(), others);
      const manifest: ArchiveManifest = JSON.parse(fake.files.get(`${fake.job?.run}/manifest`) ?? '');
      assert.deepEqual(manifest, JSON.parse(JSON.stringify(fake.job?.manifest)));
      assert.equal(manifest.responses, others.length);
      assert.deepEqual(nonZero(new Map(Object.entries(manifest.counters))), nonZero(countersOfAll(others)));
      for (const [index, { hash }] of manifest.parts.entries()) {
        const text: string = fake.files.get(`${fake.job?.run}/${index + 1}`) ?? '';
        assert.equal(createHash('sha256').update(text).digest('hex'), hash);
      }
    }),
    { numRuns: 80 },
  );
});

/** Erases a voter from an archive, once more whenever it was cut off. */
async function eraseFrom(fake: FakeArchive, voterKey: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    fake.time += 600_000;
    const { job } = fake;
    assert.ok(isErasedFrom(job, 'here'));
    try {
      await eraseArchived(fake.ports, job, { shards: closed.shards, voterKey }, 60_000);
      return;
    } catch (error) {
      if (!fake.isOurs(error) && !(error instanceof Busy)) throw error;
    }
  }
  assert.fail('there is no end');
}

test('while responses move, or elsewhere, nobody is erased from an archive', () => {
  const job = newArchive(closed, { region: 'here', now: noon + 60_000 });
  assert.equal(isErasedFrom(undefined, 'here'), false);
  assert.equal(isErasedFrom({ ...job, state: 'failed' }, 'here'), false);
  for (const state of ['writing', 'verifying', 'computing', 'expiring', 'restoring'] as const) {
    assert.throws(() => isErasedFrom({ ...job, state }, 'here'), /on their way/, state);
  }
  assert.throws(() => isErasedFrom({ ...job, state: 'archived' }, 'there'), /is in here/);
});

test('what does not come to the tally is never taken from the table', async () => {
  const fake = new FakeArchive(closed, [{ answers: { q: { s: 'a' } }, skipped: [] }], () => 1);
  fake.counters.set('n', 2);
  fake.job = newArchive(closed, { region: 'here', now: fake.time });
  await work(fake);
  assert.equal(fake.job?.state, 'failed');
  assert.match(fake.job?.reason ?? '', /tally/);
  fake.sweep();
  assert.equal(fake.stored().length, 1);
  assert.equal(fake.files.size, 0);
});
