import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '../../../web/client/backoff.ts';
import { mayPass, PollClient } from '../../../web/client/client.ts';
import type { Random } from '../../random.ts';
import { type AudienceInput, questionId, type VoterStory } from '../messages.ts';
import { near } from './measured-fetch.ts';

/** For how long a voter has the poll open before voting, at least and at most. Seconds. */
const leastReading = 0.5;
export const mostReading = 2;

/** Seconds since the beginning. */
export type Clock = () => number;

/** A voter with a device of their own, who opens the poll, votes, and waits to be told that the vote counts. */
export async function vote(
  input: AudienceInput,
  { dueAt, number }: { dueAt: number; number: number },
  { clock, random, signal }: { clock: Clock; random: Random; signal: AbortSignal },
): Promise<VoterStory> {
  const option = input.options[Math.floor(random() * input.options.length)] ?? '';
  const opensAt = dueAt - (leastReading + random() * (mostReading - leastReading));
  const device = new Map<string, string>();
  const client = new PollClient({
    api: input.apiUrl,
    poll: input.pollId,
    storage: {
      getItem: (key) => device.get(key) ?? null,
      setItem: (key, value) => device.set(key, value),
      removeItem: (key) => device.delete(key),
    },
  });
  signal.addEventListener('abort', () => client.close(), { once: true });
  let acceptedAt: number | undefined;
  const region = input.regions[number % input.regions.length];
  await untilTime(clock, opensAt, signal);
  return near(region, async () => {
    const tell = (outcome: VoterStory['outcome']) => {
      const confirmedAt = outcome === 'recorded' ? clock() : undefined;
      return { dueAt, option, token: tokenOf(device), acceptedAt, confirmedAt, outcome };
    };
    if (!(await shown(client, signal))) return tell('stopped');
    await untilTime(clock, dueAt, signal);
    const { status } = await client.submit({ answers: { [questionId]: option } }, (progress) => {
      if (progress.status === 'accepted') acceptedAt ??= clock();
    });
    return tell(status);
  });
}

/** Asks for the ballot as long as it takes. @returns whether it came before the end */
async function shown(client: PollClient, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      await client.ballot();
      return true;
    } catch (error) {
      if (!mayPass(error)) throw error;
      await pause(backoffMs(attempt), undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
}

async function untilTime(clock: Clock, time: number, signal: AbortSignal): Promise<void> {
  const seconds = time - clock();
  if (seconds > 0) await pause(seconds * 1_000, undefined, { signal }).catch(() => undefined);
}

/** What the client keeps of the voter's token. */
function tokenOf(device: ReadonlyMap<string, string>): string | undefined {
  const [, kept] = [...device].find(([key]) => key.endsWith(':voter')) ?? [];
  return kept === undefined ? undefined : (JSON.parse(kept) as string);
}
