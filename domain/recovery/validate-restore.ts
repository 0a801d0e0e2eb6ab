import { inLanes } from '../tallies/lanes.ts';
import type { KeptTallies, KeptTally, TallyBrief } from './kept-tallies.ts';
import type { RestoreCheck } from './restore-checks.ts';
import type { Verdict } from './restore-jobs.ts';

/**
 * How a validation ended. `equal`: all that was compared is as it was. `different`: something isn't. `empty`: the
 * stage has no tally yet, so there was nothing to lose. `inconclusive`: it has some, and none could be compared.
 */
export type RestoreOutcome = 'equal' | 'different' | 'empty' | 'inconclusive';

export interface RestoreReport {
  readonly outcome: RestoreOutcome;
  /** Tallies of the stage. */
  readonly polls: number;
  readonly compared: number;
  /** Polls that differ, the first `mostNamed` of them. */
  readonly different: readonly string[];
}

/**
 * How long before the backup a tally must have come to rest, in milliseconds: a table's backup isn't made in the
 * moment that AWS Backup gives as its time, and the stream may lag behind the table.
 */
export const restMs = 3_600_000;

/** What one run takes on, so that it ends well before Lambda's 15 minutes. Others are drawn the next time. */
export const sampleLimits = { polls: 1_000, responses: 2_000_000 } as const;

const mostNamed = 10;
/** Polls that are compared at once. */
const lanes = 4;

export interface RestoreGiven {
  /** The live tallies of the region that was backed up. */
  readonly tallies: KeptTallies;
  readonly check: RestoreCheck;
  /** When the backup was made, milliseconds since 1970. */
  readonly backedUpAt: number;
  /** From 0 to below 1, for drawing the sample. */
  random(): number;
}

/**
 * Compares what was restored with the live tallies of polls that were at rest before the backup was made and are
 * still: nothing has touched those since, so the backup must hold exactly what they count. It starts from the live
 * ones, and so a table that was restored empty fails.
 * @throws whatever the stores throw
 */
export async function validateRestore(given: RestoreGiven): Promise<RestoreReport> {
  const { tallies, check } = given;
  const isAtRest = (tally: Pick<KeptTally, 'updatedAt' | 'expired'>) =>
    tally.updatedAt !== undefined &&
    tally.updatedAt < given.backedUpAt - restMs &&
    (check.takesExpired || !tally.expired);

  let polls = 0;
  const resting: TallyBrief[] = [];
  for await (const page of tallies.all()) {
    polls += page.length;
    resting.push(...page.filter(isAtRest));
  }

  let compared = 0;
  const different: string[] = [];
  await inLanes(sampleOf(resting, given.random), lanes, async ({ pollId }) => {
    const tally = await tallies.read(pollId);
    if (!tally || !isAtRest(tally)) return;
    const differences = await check.differences(pollId, tally);
    if (differences === undefined) return;
    // It may have been touched while it was compared, and then a difference tells nothing.
    if (differences > 0 && (await tallies.read(pollId))?.updatedAt !== tally.updatedAt) return;
    compared += 1;
    if (differences > 0) different.push(pollId);
  });
  return { outcome: outcomeOf(polls, compared, different.length), polls, compared, different: named(different) };
}

/** A random sample within the limits; one poll at least, however large it is. */
function sampleOf(resting: readonly TallyBrief[], random: () => number): readonly TallyBrief[] {
  const drawn = resting
    .map((tally) => ({ tally, place: random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ tally }) => tally);
  let responses = 0;
  return drawn
    .filter((tally, index) => {
      const fits = index === 0 || responses + tally.responses <= sampleLimits.responses;
      if (fits) responses += tally.responses;
      return fits;
    })
    .slice(0, sampleLimits.polls);
}

function outcomeOf(polls: number, compared: number, different: number): RestoreOutcome {
  if (different > 0) return 'different';
  if (compared > 0) return 'equal';
  return polls === 0 ? 'empty' : 'inconclusive';
}

const named = (polls: readonly string[]) => [...polls].sort().slice(0, mostNamed);

/** A test that proved nothing isn't passed, unless there was nothing to prove. */
export function verdictOf({ outcome, polls, compared, different }: RestoreReport): Verdict {
  return {
    passed: outcome === 'equal' || outcome === 'empty',
    message: {
      equal: `${compared} of ${polls} polls compared, all equal.`,
      different: `${compared} of ${polls} polls compared; different: ${different.join(', ')}.`,
      empty: 'The stage has no tallies yet.',
      inconclusive: `None of ${polls} polls could be compared.`,
    }[outcome],
  };
}
