import { type ProgressStream, showProgress } from '../progress.ts';
import { seededRandom } from '../random.ts';
import { connect } from '../replay/api.ts';
import { settle } from '../replay/polls.ts';
import type { LoadOptions } from './arguments.ts';
import { type Comparison, compare } from './counted.ts';
import { drive } from './drive.ts';
import { type Figures, figuresOf } from './figures.ts';
import { closeLoadPoll, openLoadPoll, optionIds } from './poll.ts';
import { arrivals, type Stretch, stretchesOf } from './shapes.ts';
import { type Threshold, thresholdsOf } from './verdict.ts';

export interface LoadReport {
  readonly options: Omit<LoadOptions, 'stage' | 'output'>;
  /** Where it ran: a stage's address, or this machine. */
  readonly where: string;
  readonly stretches: readonly Stretch[];
  readonly figures: Figures;
  readonly comparison: Comparison;
  readonly thresholds: readonly Threshold[];
}

/** Between the start of an audience's thread and its first voter. Milliseconds. */
const headStartMs = 3_000;
const patienceSeconds = 60;
const longestSettlingMs = 60_000;

/** Puts a load on a backend and looks at what it met. */
export async function load(
  { url, key }: { readonly url: string; readonly key: string },
  options: LoadOptions,
  stderr: ProgressStream,
): Promise<LoadReport> {
  const { shape, rate, seconds, viewers, seed } = options;
  const api = connect({ url, key });
  const pollId = await openLoadPoll(api, `Load test: ${shape}`);
  const stretches = stretchesOf(shape, rate, seconds);
  const times = arrivals(stretches, seededRandom(seed));
  const progress = showProgress(times.length, stderr);
  const report = await drive(
    {
      apiUrl: url,
      pollId,
      options: optionIds,
      startAt: performance.timeOrigin + performance.now() + headStartMs,
      arrivals: times,
      viewers,
      regions: [],
      seed,
      patienceSeconds,
    },
    progress.update,
  ).finally(progress.stop);
  const figures = figuresOf(report);
  const { results } = await settle(api, pollId, { responses: figures.accepted, timeout: longestSettlingMs });
  await closeLoadPoll(api, pollId);
  const comparison = compare(report.voters, results);
  return {
    options: { shape, rate, seconds, viewers, seed },
    where: options.stage?.url ?? 'this machine',
    stretches,
    figures,
    comparison,
    thresholds: thresholdsOf(figures, comparison),
  };
}
