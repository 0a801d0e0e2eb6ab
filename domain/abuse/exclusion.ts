import type { AbuseMessage, Exclusion, GroupKind } from '../../contracts/abuse.ts';
import type { Position } from '../exports/exported-response.ts';
import type { Poll } from '../polls/poll.ts';
import { Problem } from '../problem.ts';
import { counterNames } from '../tallies/counters.ts';
import { inLanes } from '../tallies/lanes.ts';
import type { Tally } from '../tallies/results.ts';

/** An exclusion as it is stored. */
export interface ExclusionJob {
  readonly id: string;
  readonly pollId: string;
  readonly kind: GroupKind;
  /** The group's pseudonym. */
  readonly name: string;
  readonly state: Exclusion['state'];
  /** Counts the times that it was asked for something. */
  readonly run: number;
  readonly requestedAt: string;
}

/** Exclusions of one poll, each a counter of its tally. */
export const mostExclusions = 100;

/** @param group such as `address:x1Yz` */
export function newExclusion(pollId: string, group: string, now: number): ExclusionJob {
  const [kind, name = ''] = group.split(':') as [GroupKind, string?];
  const id = `${kind.charAt(0)}-${name}`;
  return { id, pollId, kind, name, state: 'excluding', run: 1, requestedAt: new Date(now).toISOString() };
}

/**
 * The job of which the same group is excluded again, with what has come since.
 * @throws Problem `wrong-state` while it is put back
 */
export function excludedAgain(job: ExclusionJob): ExclusionJob {
  if (job.state === 'putting-back') throw new Problem('wrong-state', 'The group is being put back: wait for the end.');
  return job.state === 'excluding' ? job : { ...job, state: 'excluding', run: job.run + 1 };
}

/** @throws Problem `wrong-state` while it is excluded */
export function putBack(job: ExclusionJob): ExclusionJob {
  if (job.state === 'excluding') throw new Problem('wrong-state', 'The group is being excluded: wait for the end.');
  return job.state === 'excluded' ? { ...job, state: 'putting-back', run: job.run + 1 } : job;
}

/** The message with which the job's run begins. */
export function firstMessage({ pollId, id, run }: ExclusionJob): AbuseMessage {
  return { v: 1, kind: 'exclusion', pollId, exclusionId: id, run, partition: 0 };
}

/** The exclusion, with what the tally counts of it: exactly what the fold took out. */
export function toExclusion({ id, kind, name, state, requestedAt }: ExclusionJob, tally: Tally): Exclusion {
  const responses = tally.counters.get(counterNames.excludedBy(id)) ?? 0;
  return { id, group: `${kind}:${name}`, state, responses, requestedAt };
}

export interface ExcludedResponses {
  /** Voter keys of a page of one partition that the job has to change yet. */
  page(job: ExclusionJob, at: Position): Promise<{ voterKeys: readonly string[]; after?: string }>;
  /** Marks a response as excluded, or takes the mark off; nothing where that is so already. */
  change(job: ExclusionJob, voterKey: string): Promise<void>;
}

/** Responses that are changed at once. */
const lanes = 16;

/**
 * Goes on with a job until all is done or time is over. Each change is conditional, so whatever comes again changes
 * nothing.
 * @returns where to go on; undefined: it is done
 */
export async function workOnExclusion(
  responses: ExcludedResponses,
  { poll, job, from, isTimeOver }: { poll: Poll; job: ExclusionJob; from: Position; isTimeOver: () => boolean },
): Promise<Position | undefined> {
  let at: Position | undefined = from;
  while (at && at.partition < poll.shards) {
    if (isTimeOver()) return at;
    const { voterKeys, after } = await responses.page(job, at);
    await inLanes(voterKeys, lanes, (voterKey) => responses.change(job, voterKey));
    at = after === undefined ? { partition: at.partition + 1 } : { partition: at.partition, after };
  }
  return undefined;
}
