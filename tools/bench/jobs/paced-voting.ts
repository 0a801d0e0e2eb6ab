import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Cell } from '../samples.ts';
import { questionOfGrid } from '../samples.ts';
import { resultsOf, submit } from '../voters.ts';

/** Votes at an even pace while it looks at the results. */
export interface PacedVotingInput {
  readonly apiUrl: string;
  /** Votes a second. */
  readonly rate: number;
  readonly votes: readonly { readonly pollId: string; readonly token: string; readonly cell: Cell }[];
}

interface Waiting {
  readonly cell: Cell;
  readonly acceptedAt: number;
}

/** Between two looks at the results, in milliseconds: what is measured is late by this much at most. */
const lookMs = 50;
const mostWaitSeconds = 60;

const { apiUrl, rate, votes } = workerData as PacedVotingInput;
/** Accepted votes that haven't been seen yet, by poll. */
const waiting = new Map<string, Waiting[]>();
const ages: number[] = [];
const startedAt = performance.now();

async function voteAtPace(): Promise<void> {
  const sent = votes.map(async ({ pollId, token, cell }, index) => {
    await pause(Math.max(0, startedAt + (index * 1_000) / rate - performance.now()));
    await submit(apiUrl, { pollId, token, answers: { [questionOfGrid]: { [cell.row]: cell.column } } });
    waiting.set(pollId, [...(waiting.get(pollId) ?? []), { cell, acceptedAt: performance.now() }]);
  });
  await Promise.all(sent);
}

async function look(): Promise<void> {
  for (const pollId of [...waiting.keys()]) {
    const results = await resultsOf(apiUrl, pollId);
    const seenAt = performance.now();
    const question = results.questions[questionOfGrid];
    if (question?.kind !== 'matrix') throw new Error('The results lack the grid');
    const isSeen = ({ cell }: Waiting) => (question.rows[cell.row]?.[cell.column] ?? 0) > 0;
    const left: Waiting[] = [];
    for (const vote of waiting.get(pollId) ?? []) {
      if (!isSeen(vote)) left.push(vote);
      // A vote may be accepted after the results were read that show it, where its answer comes late.
      else ages.push(Math.max(0, seenAt - vote.acceptedAt));
    }
    if (left.length > 0) waiting.set(pollId, left);
    else waiting.delete(pollId);
  }
}

let isVoting = true;
const voting = voteAtPace().finally(() => {
  isVoting = false;
});
const mostMs = (votes.length / rate + mostWaitSeconds) * 1_000;
while (isVoting || waiting.size > 0) {
  if (performance.now() - startedAt > mostMs) throw new Error('Accepted votes are missing in the results');
  await look();
  await pause(lookMs);
}
await voting;
parentPort?.postMessage(ages);
