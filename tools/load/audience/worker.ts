import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PollClient } from '../../../web/client/client.ts';
import { seededRandom } from '../../random.ts';
import type { AudienceInput, AudienceMessage, RequestMade, Sighting, VoterStory } from '../messages.ts';
import { measureFetch, near } from './measured-fetch.ts';
import { mostReading, vote } from './voter.ts';

/**
 * An audience: a thread in which each voter and viewer uses the client that pages use. Voters come when they come,
 * however slow the answers to those before them are.
 */
const input = workerData as AudienceInput;
const say = (message: AudienceMessage) => parentPort?.postMessage(message);
const clock = () => (performance.timeOrigin + performance.now() - input.startAt) / 1_000;
const random = seededRandom(input.seed);
const end = new AbortController();
setMaxListeners(0, end.signal);

const requests: RequestMade[] = [];
measureFetch(input.startAt, (request) => requests.push(request));

const sightings = Array.from({ length: input.viewers }, (_, number): Sighting[] => {
  const seen: Sighting[] = [];
  const client = new PollClient({ api: input.apiUrl, poll: input.pollId });
  near(input.regions[number % input.regions.length], () =>
    client.watchResults({ results: ({ responses }) => seen.push({ at: clock(), responses }) }),
  );
  end.signal.addEventListener('abort', () => client.close(), { once: true });
  return seen;
});

let ended = 0;
const voting: Promise<VoterStory>[] = [];
for (const [number, dueAt] of input.arrivals.entries()) {
  await pause(Math.max(0, (dueAt - mostReading - clock()) * 1_000));
  voting.push(
    vote(input, { dueAt, number }, { clock, random, signal: end.signal }).finally(() => {
      ended += 1;
      say({ kind: 'progress', ended });
    }),
  );
}
const enough = new AbortController();
const ending = pause(input.patienceSeconds * 1_000, undefined, { signal: enough.signal }).then(
  () => end.abort(),
  () => undefined,
);
const voters = await Promise.all(voting);
enough.abort();
await ending;
// Viewers see the last votes, too.
const accepted = voters.filter(({ acceptedAt }) => acceptedAt !== undefined).length;
const seesAll = () => sightings.every((seen) => (seen.at(-1)?.responses ?? 0) >= accepted);
const mostLookMs = 100;
for (let looks = 0; !seesAll() && looks * mostLookMs < input.patienceSeconds * 1_000; looks += 1) {
  await pause(mostLookMs);
}
end.abort();
say({ kind: 'report', report: { requests, voters, sightings } });
