import { tableName } from '../../contracts/names.ts';
import type { Runtime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { type Comparison, compare } from '../load/counted.ts';
import { drive } from '../load/drive.ts';
import { type Figures, figuresOf } from '../load/figures.ts';
import type { AudienceReport } from '../load/messages.ts';
import { openLoadPoll, optionIds } from '../load/poll.ts';
import { arrivals, stretchesOf } from '../load/shapes.ts';
import { seededRandom } from '../random.ts';
import { connect } from '../replay/api.ts';
import { settle } from '../replay/polls.ts';
import { WorkspaceApi } from '../soak/api.ts';
import { placeOf, readPolls } from '../soak/places.ts';
import { comeToRest } from '../soak/rest.ts';
import { readVoterSecret } from '../voter-secret.ts';
import type { GameDayOptions } from './arguments.ts';
import { watchBacklog } from './backlog.ts';
import type { Ground } from './faults.ts';
import { type Felt, feltOf, type Met, metBetween } from './felt.ts';
import { compareStored, readChoices, type StoredComparison } from './stored.ts';
import { lengthOf, perform } from './timeline.ts';

/** One region in the end: its results, and its responses voter by voter. */
export interface RegionInTheEnd {
  readonly region: string;
  readonly results: Comparison;
  readonly stored: StoredComparison;
}

export interface GameDayReport {
  readonly rate: number;
  readonly seed: number;
  readonly failoverSeconds: number;
  readonly figures: Figures;
  readonly calm: Met;
  readonly felt: readonly Felt[];
  /** After the last fault. */
  readonly after: Met;
  readonly queued: readonly number[];
  readonly unreplicated: readonly number[];
  /** Dead letters that an operator would have had to put back. */
  readonly redriven: number;
  readonly regions: readonly RegionInTheEnd[];
}

const stage = 'dev';
const headStartMs = 3_000;
const patienceSeconds = 90;
const longestSettlingMs = 60_000;
/** While more and more voters come who are not looked at: functions start, and all is done for the first time. Seconds. */
const warmingUp = 15;
const viewers = 4;
/** What of the rest after the last fault counts as the steady state after the day. */
const lastShare = 0.5;

/** Lets a game day happen. */
export async function gameDay(
  ground: Ground,
  options: GameDayOptions,
  tell: (words: string) => void,
): Promise<GameDayReport> {
  const { runtime } = ground;
  const { rate, seed, failoverSeconds, faults } = options;
  const pace = { ...options.pace, calm: options.pace.calm + warmingUp };
  const seconds = lengthOf(faults.length, pace);
  const key = await seedKey(runtime);
  const pollId = await openLoadPoll(connect({ url: runtime.apiUrl, key }), 'Game day');
  for (const { url } of runtime.regions) await new WorkspaceApi(url, key).isKnown(pollId);

  const startAt = performance.timeOrigin + performance.now() + headStartMs;
  const clock = () => (performance.timeOrigin + performance.now() - startAt) / 1_000;
  const backlog = watchBacklog(runtime, clock);
  const [heard, windows] = await Promise.all([
    drive(
      {
        apiUrl: runtime.apiUrl,
        pollId,
        options: optionIds,
        startAt,
        arrivals: arrivals(
          [...stretchesOf('launch', rate, warmingUp), ...stretchesOf('steady', rate, seconds - warmingUp)],
          seededRandom(seed),
        ),
        viewers,
        regions: runtime.regions.map(({ name }) => name),
        seed,
        patienceSeconds,
      },
      () => {},
    ),
    perform(ground, faults, pace, { clock, tell }),
  ]).finally(() => backlog.stop());
  tell('Everybody has voted; counting');
  const redriven = await comeToRest(runtime);
  const waiting = Array.from(backlog.queued, (queued = 0, second) => queued + (backlog.unreplicated[second] ?? 0));
  const calm = metBetween(heard, warmingUp, pace.calm);
  const calmWaiting = Math.max(...waiting.slice(warmingUp, pace.calm));
  return {
    rate,
    seed,
    failoverSeconds,
    figures: figuresOf(heard),
    calm,
    felt: windows.map((window) => feltOf(window, heard, calm, waiting, calmWaiting)),
    after: metBetween(heard, seconds - lastShare * pace.rest, seconds),
    queued: backlog.queued,
    unreplicated: backlog.unreplicated,
    redriven,
    regions: await regionsInTheEnd(runtime, { key, pollId, heard }),
  };
}

async function regionsInTheEnd(
  runtime: Runtime,
  { key, pollId, heard }: { key: string; pollId: string; heard: AudienceReport },
): Promise<RegionInTheEnd[]> {
  const secret = await readVoterSecret(runtime);
  const accepted = heard.voters.filter(({ acceptedAt }) => acceptedAt !== undefined).length;
  const found: RegionInTheEnd[] = [];
  for (const region of runtime.regions) {
    const [poll] = await readPolls(region, stage, [pollId]);
    if (!poll) throw new Error(`${region.name} doesn't have the poll`);
    const timing = { responses: accepted, timeout: longestSettlingMs };
    const { results } = await settle(connect({ url: region.url, key }), pollId, timing);
    const choices = await readChoices(region, tableName(stage, 'responses'), pollId);
    found.push({
      region: region.name,
      results: compare(heard.voters, results),
      stored: compareStored(heard.voters, choices, (token) => placeOf(poll, secret, token)),
    });
  }
  return found;
}
