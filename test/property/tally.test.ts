import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { absorb, type MarkMemory } from '../../domain/tallies/absorb.ts';
import type { CountedResponse } from '../../domain/tallies/counters.ts';
import { fold, isAfter, type ResponseChange } from '../../domain/tallies/fold.ts';
import { isStale, makeMark, sequenceOf } from '../../domain/tallies/mark.ts';
import { anyResponse, countersOfAll, nonZero } from '../support/counted-responses.ts';
import { FakeTallyStore, type Fault } from '../support/fake-tally-store.ts';

/** What happens to the responses table: a voter's response is put, changed or (undefined) erased. */
const history = fc.array(fc.record({ voter: fc.nat(7), after: fc.option(anyResponse, { nil: undefined }) }), {
  maxLength: 60,
});
/** What the platform does with the stream, drawn anew for each delivery. */
const platform = fc.infiniteStream(fc.nat(9_999));

const shardCount = 3;

/** Streams and final table of a history: a voter's records stay in one stream shard, in their order. */
function streamsOf(events: readonly { voter: number; after: CountedResponse | undefined }[]) {
  const table = new Map<number, CountedResponse>();
  const shards: ResponseChange[][] = Array.from({ length: shardCount }, () => []);
  for (const [index, { voter, after }] of events.entries()) {
    const before = table.get(voter);
    if (after) table.set(voter, after);
    else table.delete(voter);
    // Growing numbers of growing length, with gaps, as DynamoDB's are.
    const sequence = String(7 * (index + 1) ** 3);
    shards[voter % shardCount]?.push({
      sequence,
      pollId: 'poll',
      key: String(voter),
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
  }
  return { table, shards };
}

/**
 * Delivers every shard as Lambda may: shards in any order, batches of any size that start at or before the first
 * record that isn't done, each by any of two instances with a memory of its own (which a crash wipes), until all
 * are done. A failed batch comes again, smaller or with more.
 */
async function deliver(
  shards: readonly ResponseChange[][],
  store: FakeTallyStore,
  draw: (below: number) => number,
): Promise<void> {
  const instances: MarkMemory[] = [new Map(), new Map()];
  const done = shards.map(() => 0);
  while (done.some((count, shard) => count < (shards[shard]?.length ?? 0))) {
    const shard = draw(shards.length);
    const records = shards[shard] ?? [];
    const start = draw((done[shard] ?? 0) + 1);
    const changes = records.slice(start, start + 1 + draw(6));
    const instance = draw(instances.length);
    try {
      await absorb(store, instances[instance] ?? new Map(), {
        pollId: 'poll',
        shardId: `shard-${shard}`,
        changes,
        now: 0,
      });
      done[shard] = Math.max(done[shard] ?? 0, start + changes.length);
    } catch {
      instances[instance] = new Map();
    }
  }
}

test('whatever is interleaved, repeated, bisected, cut off and retried, the tally equals the recount', async () => {
  await fc.assert(
    fc.asyncProperty(history, platform, async (events, numbers) => {
      const draw = (below: number) => (numbers.next().value ?? 0) % below;
      const { table, shards } = streamsOf(events);
      const faults: readonly Fault[] = ['none', 'none', 'before', 'after'];
      const store = new FakeTallyStore(() => faults[draw(faults.length)] ?? 'none');
      await deliver(shards, store, draw);
      assert.deepEqual(nonZero(store.counters), nonZero(countersOfAll(table.values())));
    }),
    { numRuns: 500 },
  );
});

test('a fold in steps adds up to what one step would add, and no step is too big for an update', () => {
  const wide = fc.array(
    fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 100, maxLength: 138 }).map((values) => ({
      answers: { q: { m: values.map(String) } },
      skipped: [],
    })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(wide, (responses) => {
      const changes = responses.map((after, index) => ({
        sequence: String(index + 1),
        pollId: 'poll',
        key: String(index),
        after,
      }));
      const total = new Map<string, number>();
      for (const step of fold(changes, undefined)) {
        assert.ok(step.deltas.size <= 280);
        for (const [counter, delta] of step.deltas) total.set(counter, (total.get(counter) ?? 0) + delta);
      }
      assert.deepEqual(nonZero(total), nonZero(countersOfAll(responses)));
    }),
  );
});

test('sequence numbers are ordered as numbers, whatever their length', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.bigInt({ min: 0n, max: 10n ** 40n }), (a, b) => {
      assert.equal(isAfter(String(a), String(b)), a > b);
    }),
  );
  assert.equal(isAfter('0000000002', '10'), false);
});

test('a mark keeps its sequence number, and is stale only after twice the life of a stream record', () => {
  const hour = 3_600_000;
  const mark = makeMark('123', 10 * hour);
  assert.equal(sequenceOf(mark), '123');
  assert.equal(isStale(mark, 10 * hour + 48 * hour), false);
  assert.equal(isStale(mark, 10 * hour + 49 * hour), true);
});
