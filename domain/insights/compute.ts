import type { InsightJob } from '../../contracts/insight-job.ts';
import type { Poll } from '../polls/poll.ts';
import { inLanes } from '../tallies/lanes.ts';
import { CrossTabFold, isTabQuestion } from './cross-tab.ts';
import { NewestAnswersFold } from './newest-answers.ts';
import { OverviewFold } from './overview.ts';
import type { AnswerPages, InsightFold, InsightLeases, InsightStore, Made, ReadableResponses } from './ports.ts';
import { questionsOf } from './view.ts';

/** Shards that are read at once. */
const lanes = 8;
/** How often a worker says that it is still at it, in milliseconds. */
const extendEvery = 5_000;

export interface ComputePorts {
  readonly store: InsightStore;
  readonly answers: Pick<AnswerPages, 'save'>;
  readonly leases: Pick<InsightLeases, 'start' | 'extend' | 'end'>;
  readonly responses: ReadableResponses;
  readonly now: () => number;
}

/**
 * `computed`; `answered` or `busy`: another worker did it, or is at it; `impossible`: the poll has no such question;
 * `kept`: responses are missing that the tally counts, so what there was is better.
 */
export type ComputeResult = 'computed' | 'answered' | 'busy' | 'impossible' | 'kept' | 'lost';

/**
 * Reads a poll's responses and keeps what they come to. A worker that dies leaves nothing behind that counts: the
 * outcome before stays until this one is whole.
 * @param worker names this run
 */
export async function compute(
  ports: ComputePorts,
  { poll, job, worker }: { poll: Poll; job: InsightJob; worker: string },
): Promise<ComputeResult> {
  const { store, leases, now } = ports;
  const { view } = job;
  const pollId = poll.id;
  const fold = foldOf(poll, job);
  if (!fold) return 'impossible';
  const before = await store.find(pollId, view);
  if (before && before.made.asOf >= job.askedAt) return 'answered';
  const tally = await store.tally(pollId);
  // What has expired can't be read any more.
  if (before && tally.expired) return 'kept';
  if (!(await leases.start({ pollId, view, worker, now: now() }))) return 'busy';
  const asOf = now();
  const responses = await read(ports, { poll, job, worker, fold });
  if (responses === undefined) return 'lost';
  const made: Made = { asOf, took: now() - asOf, basis: tally.updatedAt, responses };
  const isLess = responses < tally.responses || (await store.tally(pollId)).expired;
  const keepsOld = before !== undefined && isLess;
  if (!keepsOld) await keep(ports, job, made, fold.outcome());
  await leases.end({ pollId, view, worker });
  return keepsOld ? 'kept' : 'computed';
}

function foldOf(poll: Poll, { view }: InsightJob): InsightFold<unknown> | undefined {
  const question = (id: string) => poll.questions.find((candidate) => candidate.id === id);
  switch (view.kind) {
    case 'overview':
      return new OverviewFold();
    case 'cross-tab': {
      const [rows, columns] = [question(view.rows), question(view.columns)];
      return rows && columns && isTabQuestion(rows) && isTabQuestion(columns)
        ? new CrossTabFold(rows, columns)
        : undefined;
    }
    case 'answers':
      return question(view.question)?.kind === 'text' ? new NewestAnswersFold(view.question) : undefined;
  }
}

/** @returns the number of responses; undefined when another worker has taken over */
async function read(
  { leases, responses, now }: ComputePorts,
  { poll, job, worker, fold }: { poll: Poll; job: InsightJob; worker: string; fold: InsightFold<unknown> },
): Promise<number | undefined> {
  let count = 0;
  let isLost = false;
  let extendedAt = now();
  const shards = Array.from({ length: poll.shards }, (_, shard) => shard);
  await inLanes(shards, lanes, async (shard) => {
    if (isLost) return;
    for await (const page of responses.pages({ poll, shard, questions: questionsOf(job.view) })) {
      for (const response of page) fold.add(response);
      count += page.length;
      if (now() - extendedAt >= extendEvery) {
        extendedAt = now();
        isLost ||= !(await leases.extend({ pollId: poll.id, view: job.view, worker, now: now() }));
      }
      if (isLost) return;
    }
  });
  return isLost ? undefined : count;
}

async function keep({ store, answers }: ComputePorts, job: InsightJob, made: Made, outcome: unknown): Promise<void> {
  const { pollId, view } = job;
  if (view.kind === 'answers') {
    const kept = outcome as ReturnType<NewestAnswersFold['outcome']>;
    await answers.save({ pollId, question: view.question, made, answers: kept });
  } else await store.save({ pollId, view, made, outcome });
}
