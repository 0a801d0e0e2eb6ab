import { coverage, mase, mean, smape } from './accuracy.ts';
import { naive, seasonalNaive } from './baselines.ts';
import { straysOf, wideningOf } from './calibration.ts';
import { forecast, type ModelName, modelNames } from './model.ts';
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
  /** How much wider than it says its bands must be to have held what they claim; 1 or more. */
  readonly widening: number;
}

/** A way to forecast and what came of it at the origins so far. */
interface Candidate {
  readonly name: ModelName;
  /** MASE at each. */
  readonly errors: number[];
  readonly strays: number[];
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
 * behind. At each origin the model is the one that was least off at the origins before, and its bands are as wide as those
 * would have needed, so that choosing and widening are tested, too. The naive forecasts get the same values.
 * @param told called after each origin with how many are done, and of how many
 */
export function backTest(series: Series, told: (done: number, of: number) => void = () => {}): BackTest {
  const { values } = series;
  const season = seasonsOf(series).at(-1) ?? 1;
  const steps = stepsOf(series);
  const origins = Math.min(mostOrigins, Math.floor((values.length * (1 - leastShare)) / steps));
  const candidates = modelNames.map((name): Candidate => ({ name, errors: [], strays: [] }));
  const runs = Array.from({ length: origins }, (_, run) => {
    const origin = values.length - (origins - run) * steps;
    const history = values.slice(0, origin);
    const actual = values.slice(origin, origin + steps);
    const score = (guess: readonly number[]): Accuracy => ({
      mase: mase(guess, actual, history, season),
      smape: smape(guess, actual),
    });
    const best = leastOff(candidates);
    const widening = wideningOf(best.strays);
    const past = { ...series, values: history };
    const { p05, p10, median, p90, p95 } = forecast(past, steps, best.name, widening);
    for (const { name, errors, strays } of candidates) {
      const bands = forecast(past, steps, name);
      errors.push(score(bands.median).mase);
      strays.push(...straysOf(bands, actual));
    }
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
  const { name: chosen, strays } = leastOff(candidates);
  return {
    origins,
    steps,
    model: over('model'),
    naive: over('naive'),
    seasonalNaive: over('seasonalNaive'),
    within80: mean(runs.map(({ within80 }) => within80)),
    within90: mean(runs.map(({ within90 }) => within90)),
    chosen,
    widening: wideningOf(strays),
  };
}

/** The first one as long as none has been tried. */
function leastOff(candidates: readonly Candidate[]): Candidate {
  const off = ({ errors }: Candidate) => (errors.length === 0 ? 0 : mean(errors));
  return candidates.reduce((best, next) => (off(next) < off(best) ? next : best));
}
