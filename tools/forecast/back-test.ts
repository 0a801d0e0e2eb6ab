import { coverage, mase, mean, smape } from './accuracy.ts';
import { naive, seasonalNaive } from './baselines.ts';
import { type Bands, forecast, type ModelName, modelNames } from './model.ts';
import { hourMs, type Series, seasonsOf } from './series.ts';

/** How far a way of forecasting was off, over all origins. */
export interface Accuracy {
  readonly mase: number;
  readonly smape: number;
}

export interface BackTest {
  /** From how many points in time it was forecast, and how many steps ahead. */
  readonly origins: number;
  readonly steps: number;
  /** As whoever had started the tool at each origin would have been served. */
  readonly model: Accuracy;
  readonly naive: Accuracy;
  readonly seasonalNaive: Accuracy;
  /** The shares of values that lay within the bands of 80 % and 90 %. */
  readonly within80: number;
  readonly within90: number;
  /** The way of forecasting that was least off over all origins: the one for what is to come. */
  readonly chosen: ModelName;
}

const mostOrigins = 8;
/** At least so much of the series is there to learn from. */
const leastShare = 0.5;

/** A week of hours, four weeks of days; less where the series is too short for two origins of that. */
function stepsOf({ stepMs, values }: Series): number {
  return Math.min(stepMs === hourMs ? 168 : 28, Math.floor((values.length * (1 - leastShare)) / 2));
}

/**
 * Forecasts what is known already, from a rolling origin: each time from all values before it, and never from those
 * behind. At each origin the model is the one that was least off at the origins before, so that choosing is tested too.
 * The naive forecasts get the same values.
 * @param told called after each origin with how many are done, and of how many
 */
export function backTest(series: Series, told: (done: number, of: number) => void = () => {}): BackTest {
  const { values } = series;
  const season = seasonsOf(series).at(-1) ?? 1;
  const steps = stepsOf(series);
  const origins = Math.min(mostOrigins, Math.floor((values.length * (1 - leastShare)) / steps));
  const errors = new Map<ModelName, number[]>(modelNames.map((name) => [name, []]));
  const runs = Array.from({ length: origins }, (_, run) => {
    const origin = values.length - (origins - run) * steps;
    const history = values.slice(0, origin);
    const actual = values.slice(origin, origin + steps);
    const score = (guess: readonly number[]): Accuracy => ({
      mase: mase(guess, actual, history, season),
      smape: smape(guess, actual),
    });
    const name = leastOff(errors);
    const bands = new Map<ModelName, Bands>();
    for (const [candidate, past] of errors) {
      const made = forecast({ ...series, values: history }, steps, candidate);
      bands.set(candidate, made);
      past.push(score(made.median).mase);
    }
    const { p05, p10, median, p90, p95 } = bands.get(name) ?? never();
    told(run + 1, origins);
    return {
      model: score(median),
      naive: score(naive(history, steps)),
      seasonalNaive: score(seasonalNaive(history, steps, season)),
      within80: coverage(p10, p90, actual),
      within90: coverage(p05, p95, actual),
    };
  });
  const over = (name: 'model' | 'naive' | 'seasonalNaive'): Accuracy => ({
    mase: mean(runs.map((run) => run[name].mase)),
    smape: mean(runs.map((run) => run[name].smape)),
  });
  return {
    origins,
    steps,
    model: over('model'),
    naive: over('naive'),
    seasonalNaive: over('seasonalNaive'),
    within80: mean(runs.map(({ within80 }) => within80)),
    within90: mean(runs.map(({ within90 }) => within90)),
    chosen: leastOff(errors),
  };
}

/** The first one as long as none has been tried. */
function leastOff(errors: ReadonlyMap<ModelName, readonly number[]>): ModelName {
  const means = [...errors].map(([name, past]) => ({ name, off: past.length === 0 ? 0 : mean(past) }));
  return means.reduce((best, next) => (next.off < best.off ? next : best)).name;
}

function never(): never {
  throw new Error('Every model has been asked.');
}
