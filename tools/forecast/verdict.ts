import type { BackTest } from './back-test.ts';

/** What a back-test is worth, for a person. */
export interface Verdict {
  /** Whether the model's error (MASE) is smaller than both of the naive forecasts', by a hundredth at least. */
  readonly isBetter: boolean;
  readonly sentence: string;
}

/** Less than that is nothing to speak of. */
const leastGain = 0.01;

/** Says plainly whether the model was worth more than repeating the past. */
export function verdictOf({ model, naive, seasonalNaive }: BackTest): Verdict {
  const [name, best] =
    naive.mase < seasonalNaive.mase
      ? (['naive', naive.mase] as const)
      : (['seasonal-naive', seasonalNaive.mase] as const);
  const isBetter = model.mase <= (1 - leastGain) * best && model.mase < best;
  const percent = Math.round(Math.abs(1 - model.mase / best) * 100);
  const more = model.mase > best && best > 0 ? `: off by ${percent} % more` : '';
  const than = `than the ${name} forecast (MASE ${model.mase.toFixed(2)} against ${best.toFixed(2)})`;
  if (isBetter) return { isBetter, sentence: `Better ${than}, by ${percent} %.` };
  const advice = 'Repeating the past would have done as well: take the dates below as rough ones.';
  return { isBetter, sentence: `No better ${than}${more}. ${advice}` };
}
