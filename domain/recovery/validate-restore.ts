import type { PollStore } from '../polls/poll-store.ts';
import { inLanes } from '../tallies/lanes.ts';
import type { KeptTallies, KeptTally, TallyBrief } from './kept-tallies.ts';
import type { RestoreCheck } from './restore-checks.ts';
import type { Verdict } from './restore-jobs.ts';

/**
 * How a validation ended. `equal`: all that was compared is as it was. `different`: something isn't. `empty`: no
 * poll of the stage has a tally, so there was nothing to lose. `inconclusive`: some have, and none could be compared.
 */
export type RestoreOutcome = 'equal' | 'different' | 'empty' | 'inconclusive';

export interface RestoreReport {
  readonly outcome: RestoreOutcome;
  /** Polls of the stage that have ever counted something, deleted ones too. */
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
  /** The live polls. */
  readonly polls: Pick<PollStore, 'get'>;
  readonly check: RestoreCheck;
  /** When the backup was made, milliseconds since 1970. */
  readonly backedUpAt: number;
  /** From 0 to below 1, for drawing the sample. */
  random(): number;
}

/**
 * Compares what was restored with the live tallies of polls that were at rest before the backup was made and are
 * still: nothing has touched those since, so the backup must hold exactly what they count. It starts from the live
 * ones, and so a table that was restored empty fails. What a deleted poll has left behind, as each smoke test's does,
 * tells nothing.
 * @throws whatever the stores throw
 */
export async function validateRestore(given: RestoreGiven): Promise<RestoreReport> {
  const { tallies, check } = given;
  const isAtRest = (tally: Pick<KeptTally, 'updatedAt' | 'expired'>) =>
    tally.updatedAt !== undefined &&
    tally.updatedAt < given.backedUpAt - restMs &&
    (check.takesExpired || !tally.expired);

  const isLive = async ({ pollId }: TallyBrief) => (await given.polls.get(pollId)) !== undefined;

  const all: TallyBrief[] = [];
  for await (const page of tallies.all()) all.push(...page);

  let compared = 0;
  const different: string[] = [];
  const sample = await sampleOf(shuffled(all.filter(isAtRest), given.random), isLive);
  await inLanes(sample, lanes, async ({ pollId }) => {
    const tally = await tallies.read(pollId);
    if (!tally || !isAtRest(tally)) return;
    const differences = await check.differences(pollId, tally);
    if (differences === undefined) return;
    // It may have been touched while it was compared, and then a difference tells nothing.
    if (differences > 0 && (await tallies.read(pollId))?.updatedAt !== tally.updatedAt) return;
    compared += 1;
    if (differences > 0) different.push(pollId);
  });
  const report = { polls: all.length, compared, different: named(different) };
  if (different.length > 0) return { outcome: 'different', ...report };
  if (compared > 0) return { outcome: 'equal', ...report };
  return { outcome: (await isAny(all, isLive)) ? 'inconclusive' : 'empty', ...report };
}

function shuffled(tallies: readonly TallyBrief[], random: () => number): readonly TallyBrief[] {
  return tallies
    .map((tally) => ({ tally, place: random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ tally }) => tally);
}

type Test = (tally: TallyBrief) => Promise<boolean>;

/** The first live ones within the limits; one poll at least, however large it is. */
async function sampleOf(drawn: readonly TallyBrief[], isLive: Test): Promise<readonly TallyBrief[]> {
  const sample: TallyBrief[] = [];
  let responses = 0;
  const fits = (tally: TallyBrief) =>
    sample.length === 0 ||
    (sample.length < sampleLimits.polls && responses + tally.responses <= sampleLimits.responses);
  await inLanes(drawn, lanes, async (tally) => {
    // Another lane may have filled the sample meanwhile.
    if (!fits(tally) || !(await isLive(tally)) || !fits(tally)) return;
    responses += tally.responses;
    sample.push(tally);
  });
  return sample;
}

/** Asks no further once one is. */
async function isAny(tallies: readonly TallyBrief[], test: Test): Promise<boolean> {
  let found = false;
  await inLanes(tallies, lanes, async (tally) => {
    if (!found && (await test(tally))) found = true;
  });
  return found;
}

const named = (polls: readonly string[]) => [...polls].sort().slice(0, mostNamed);

/** A test that proved nothing isn't passed, unless there was nothing to prove. */
export function verdictOf({ outcome, polls, compared, different }: RestoreReport): Verdict {
  return {
    passed: outcome === 'equal' || outcome === 'empty',
    message: {
      equal: `${compared} of ${polls} polls compared, all equal.`,
      different: `${compared} of ${polls} polls compared; different: ${different.join(', ')}.`,
      empty: 'No poll of the stage has counted anything: there is nothing to compare.',
      inconclusive: `None of ${polls} polls could be compared.`,
    }[outcome],
  };
}
