import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput, PollView } from '../../contracts/poll.ts';
import { pollBody } from './bodies.ts';

type Policy = NonNullable<PollDefinitionInput['policy']>;

/** A poll that waits for votes. */
export interface OpenPoll {
  readonly id: string;
  readonly voters: NonNullable<Policy['voters']>;
}

/** What is there before the first fuzzed request. */
export interface World {
  /** Nobody removes anything from these, so that their votes can be counted. */
  readonly polls: readonly OpenPoll[];
  /** Polls with which anything may happen. */
  readonly scratch: readonly string[];
}

/** Each kind of voter, with and without second thoughts where those can be told. */
const policies: readonly Policy[] = [
  { voters: 'open' },
  ...(['device', 'authenticated', 'codes'] as const).flatMap((voters) =>
    (['refuse', 'replace'] as const).map((changes) => ({ voters, changes })),
  ),
];

/** How many polls of each kind there are, over which votes are spread. */
const pollsOfEach = 2;
const scratchPolls = 12;

/** @throws Error when the API doesn't do as it should even with requests that are right */
export async function makeWorld(url: string, key: string): Promise<World> {
  const post = async (path: string, body?: unknown): Promise<PollView> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { [headers.apiKey]: key, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as PollView;
  };
  const open = async (policy: Policy) => {
    const { id } = await post('/polls', { ...pollBody, policy });
    await post(`/polls/${id}/open`);
    return id;
  };
  const polls: OpenPoll[] = [];
  for (const policy of Array.from({ length: pollsOfEach }, () => policies).flat()) {
    polls.push({ id: await open(policy), voters: policy.voters ?? 'device' });
  }
  const scratch: string[] = [];
  for (let made = 0; made < scratchPolls; made += 1) scratch.push(await open({}));
  return { polls, scratch };
}
