import { fold, type ResponseChange } from './fold.ts';
import { type Mark, makeMark, sequenceOf } from './mark.ts';
import { leavesTraces, leftBy, type RecountId, type Trace } from './trace.ts';

/** A poll's counters and how far each stream shard went into them. */
export interface TallyStore {
  /**
   * Adds the deltas and sets the shard's mark, both or neither, if the mark is still the expected one.
   * @returns `done` and the recount that the tally is under (0 or less: none that needs traces), or the mark that was
   * found instead (undefined: none) and the shards whose marks are stale
   */
  advance(given: {
    pollId: string;
    shardId: string;
    expected: Mark | undefined;
    mark: Mark;
    deltas: ReadonlyMap<string, number>;
    /** Whether responses have expired: the tally remembers it for good, as it can't be recounted any more. */
    expired: boolean;
    /** Stream shards whose marks can go. */
    forget: readonly string[];
  }): Promise<{ done: true; recount: RecountId } | { done: false; found: Mark | undefined; stale: readonly string[] }>;
  /** Keeps for a recount what an update has absorbed. May be called again with the same. */
  leaveTrace(given: { pollId: string; recount: RecountId; shardId: string; trace: Trace }): Promise<void>;
}

/** Marks that this process has written or seen, so that the next batch needn't ask. Wrong ones cost one more call. */
export type MarkMemory = Map<string, Mark>;

/** Another writer of the same stream shard exists only while Lambda hands the shard over, so a few turns do. */
const mostTurns = 20;

/**
 * Absorbs changes of one poll from one stream shard exactly once: each update is conditional on the mark it
 * started from, and whoever finds another mark starts again behind that one.
 * @throws whatever the store throws, and Error when the mark keeps moving; the changes may then be given again
 */
export async function absorb(
  store: TallyStore,
  marks: MarkMemory,
  given: { pollId: string; shardId: string; changes: readonly ResponseChange[]; now: number },
): Promise<void> {
  const { pollId, shardId, changes, now } = given;
  const memory = `${pollId} ${shardId}`;
  let forget: readonly string[] = [];
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const before = marks.get(memory);
    let disturbed = false;
    for (const step of fold(changes, before === undefined ? undefined : sequenceOf(before))) {
      const mark = makeMark(step.last, now);
      const expected = marks.get(memory);
      const { deltas } = step;
      const expired = step.changes.some((change) => change.expired);
      const outcome = await store.advance({ pollId, shardId, expected, mark, deltas, expired, forget });
      const current = outcome.done ? mark : outcome.found;
      if (current === undefined) marks.delete(memory);
      else marks.set(memory, current);
      forget = outcome.done ? [] : outcome.stale;
      disturbed = !outcome.done;
      if (disturbed) break;
      if (outcome.done && leavesTraces(outcome.recount, now)) {
        // Behind the update and not with it: a transaction on the one item that all stream shards update would
        // make them fail each other. A crash in between leaves a gap, which the recount sees.
        const trace = { before: expected, after: mark, left: leftBy(step.changes) };
        await store.leaveTrace({ pollId, recount: outcome.recount, shardId, trace });
      }
    }
    if (!disturbed) return;
  }
  throw new Error(`The mark of poll ${pollId} in stream shard ${shardId} kept moving`);
}
