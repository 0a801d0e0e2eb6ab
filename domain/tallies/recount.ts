import { countersPerStep } from './fold.ts';
import { areSame, type Difference, missing, type RecountOutcome, type RecountReport } from './recount-report.ts';
import { type RecountGiven, type RecountParts, RecountRound, type Rounded, type RoundResult } from './recount-round.ts';
import type { Snapshot } from './recount-stores.ts';
import type { RecountId } from './trace.ts';

/** How long a grace may be, in seconds. */
export const graceSeconds = { least: 1, usual: 10, most: 300 } as const;

/** When the trace of the last update before the end is surely written, in milliseconds. */
const lastTraceMs = 1_000;

/** A round is lost when a worker crashed at the wrong moment, and a difference must be found twice in a row. */
const mostRounds = 6;

/**
 * Compares a poll's tally with its stored responses while both go on changing, and adds what is missing where that
 * is asked for. What viewers see never goes down for the rebuild's own reasons: a counter goes from its old value
 * to the right one in one addition, which commutes with all that is counted meanwhile.
 * @throws RecountLost when it takes longer than `recountMs`, and whatever the stores throw
 */
export async function recount(parts: RecountParts, given: RecountGiven): Promise<RecountReport> {
  const { pollId } = given;
  const id = parts.now();
  const opened = await parts.tallies.open(pollId, id);
  if ('since' in opened) {
    const since = new Date(Math.abs(opened.since)).toISOString();
    return { pollId, outcome: 'running', responses: 0, rounds: 0, differences: [], since };
  }
  const hold: Hold = { id, held: id };
  try {
    return await runRounds(parts, given, hold, opened.snapshot);
  } finally {
    await parts.tallies.close({ pollId, held: hold.held });
    await parts.pause(lastTraceMs);
    await parts.tallies.deleteTraces({ pollId, id });
  }
}

/** What the tally is under now. */
interface Hold {
  readonly id: RecountId;
  held: RecountId;
}

async function runRounds(
  parts: RecountParts,
  given: RecountGiven,
  hold: Hold,
  opening: Snapshot,
): Promise<RecountReport> {
  let base = opening;
  let before: readonly Difference[] | undefined;
  let seen: Rounded = { responses: 0, differences: [] };
  const report = (outcome: RecountOutcome, rounds: number): RecountReport => ({
    pollId: given.pollId,
    outcome,
    responses: seen.responses,
    rounds,
    differences: seen.differences,
  });
  for (let round = 1; round <= mostRounds; round += 1) {
    const result: RoundResult = await new RecountRound(parts, given, hold.id, round).run(base);
    base = result.snapshot;
    if (result.kind === 'broken') continue;
    if (result.kind !== 'compared') return report(result.kind, round);
    seen = result;
    if (seen.differences.length === 0) return report('equal', round);
    if (before && areSame(before, seen.differences)) {
      if (!given.rebuild) return report('different', round);
      await rebuild(parts, given.pollId, hold, seen.differences);
      return report('rebuilt', round);
    }
    before = seen.differences;
  }
  return report('unsettled', mostRounds);
}

/**
 * Adds what is missing in as few updates as it takes. Each gives the tally another holder, so that an update whose
 * answer was lost isn't made twice; a holder below 0 asks nobody for traces.
 */
async function rebuild(parts: RecountParts, pollId: string, hold: Hold, differences: readonly Difference[]) {
  const deltas = [...missing(differences)];
  for (let start = 0; start < deltas.length; start += countersPerStep) {
    const next = -(hold.id + start);
    const step = new Map(deltas.slice(start, start + countersPerStep));
    await parts.tallies.add({ pollId, held: hold.held, next, deltas: step });
    hold.held = next;
  }
}
