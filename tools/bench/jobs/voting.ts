import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { PollResults } from '../../../contracts/results.ts';
import { inLanes } from '../../../domain/tallies/lanes.ts';
import { resultsOf, submit, type Vote } from '../voters.ts';

/** Votes in rounds, and waits after each until every vote shows in the results. */
export interface VotingInput {
  readonly apiUrl: string;
  /** The file of a bundle that makes one PutItem, and where it puts. */
  readonly bare: string;
  readonly table: string;
  readonly votes: readonly Vote[];
  readonly votesPerRound: number;
  readonly putsPerRound: number;
  /** Requests at once. */
  readonly lanes: number;
}

/** Between two looks at the results, in milliseconds. */
const lookMs = 50;
const mostSettleSeconds = 120;

const input = workerData as VotingInput;
const { handler: put } = (await import(input.bare)) as { handler(event: unknown): Promise<unknown> };
const pollIds = [...new Set(input.votes.map(({ pollId }) => pollId))];

const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1_000;

async function putAll(round: number): Promise<number> {
  const startedAt = performance.now();
  const numbers = Array.from({ length: input.putsPerRound }, (_, number) => number);
  await inLanes(numbers, input.lanes, (number) => {
    const { answers, token } = input.votes[number] ?? {};
    const Item = marshall({ pk: `BENCH#${round}`, sk: String(number), a: answers, i: token, t: number });
    return put({ PutItem: { TableName: input.table, Item } });
  });
  return input.putsPerRound / secondsSince(startedAt);
}

async function voteAll(votes: readonly Vote[]): Promise<{ accepted: number; counted: number }> {
  const before = await counted();
  const startedAt = performance.now();
  await inLanes(votes, input.lanes, (vote) => submit(input.apiUrl, vote));
  const accepted = votes.length / secondsSince(startedAt);
  while ((await counted()) < before + votes.length) {
    if (secondsSince(startedAt) > mostSettleSeconds) throw new Error('Accepted votes are missing in the results');
    await pause(lookMs);
  }
  return { accepted, counted: votes.length / secondsSince(startedAt) };
}

async function counted(): Promise<number> {
  const results: PollResults[] = await Promise.all(pollIds.map((pollId) => resultsOf(input.apiUrl, pollId)));
  return results.reduce((sum, { responses }) => sum + responses, 0);
}

const measured = { accepted: [] as number[], counted: [] as number[], puts: [] as number[] };
for (let first = 0; first < input.votes.length; first += input.votesPerRound) {
  measured.puts.push(await putAll(first / input.votesPerRound));
  const round = await voteAll(input.votes.slice(first, first + input.votesPerRound));
  measured.accepted.push(round.accepted);
  measured.counted.push(round.counted);
}
parentPort?.postMessage(measured);
