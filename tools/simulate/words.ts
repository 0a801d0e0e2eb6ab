import type { Figures, Peak } from './figures.ts';
import { type LimitWords, limitWords } from './limit-words.ts';
import { limitIds } from './model/limit-id.ts';
import type { SimulationReport, Variant } from './report.ts';

/** A number of votes as a person reads it. */
export function amount(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** A time since the start, or how long something lasts. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

const peakWords = ({ value, time }: Peak, words: (value: number) => string) =>
  value < 0.05 ? '0' : `${words(value)} at ${duration(time)}`;

/** The figures of all variants, a row each with its name first. */
export function figureRows({ variants }: SimulationReport): string[][] {
  const rows: readonly (readonly [string, (figures: Figures) => string])[] = [
    ['votes sent', ({ sent }) => amount(sent)],
    ['accepted', ({ accepted }) => amount(accepted)],
    ['counted', ({ counted }) => amount(counted)],
    ['dead letters', ({ dead }) => amount(dead)],
    ['tries refused by CloudFront', ({ cut }) => amount(cut)],
    ['tries refused with 429', ({ throttled }) => amount(throttled)],
    ['tries refused with 503', ({ unserved }) => amount(unserved)],
    ['voters who wait to be let in, most', ({ waiting }) => peakWords(waiting, amount)],
    ['accepted a second, most', ({ admitted }) => peakWords(admitted, amount)],
    ['counted a second, most', ({ countedRate }) => peakWords(countedRate, amount)],
    ['in the queue, most', ({ backlog }) => peakWords(backlog, amount)],
    ['in the stream, most', ({ streamed }) => peakWords(streamed, amount)],
    ['oldest accepted vote that is not counted', ({ oldest }) => peakWords(oldest, duration)],
    ['from 202 to the results, mean', ({ meanAge }) => duration(meanAge)],
    ['cold instances of submitResponse', ({ cold }) => amount(cold)],
    ['all counted after', ({ settledAt }) => (settledAt === undefined ? 'not within the run' : duration(settledAt))],
  ];
  return [
    ...preparedRows(variants),
    ...rows.map(([name, words]) => [name, ...variants.map(({ figures }) => words(figures))]),
  ];
}

function preparedRows(variants: readonly Variant[]): string[][] {
  const row = (name: string, of: (variant: Variant) => number) => [name, ...variants.map((one) => amount(of(one)))];
  return [
    row('partition keys of the poll', ({ prepared }) => prepared.keys),
    row('partitions of the table', ({ prepared }) => prepared.partitions),
    row('warm instances', ({ prepared }) => prepared.warm),
  ];
}

/** Every limit that any variant met, the first one first: when in each, and for how long. */
export function limitRows({ variants }: SimulationReport): { words: LimitWords; cells: string[] }[] {
  const metAt = (limit: string) =>
    Math.min(
      ...variants.map(
        ({ run }) => run.saturations.find((one) => one.limit === limit)?.first ?? Number.POSITIVE_INFINITY,
      ),
    );
  return limitIds
    .filter((limit) => metAt(limit) < Number.POSITIVE_INFINITY)
    .toSorted((one, other) => metAt(one) - metAt(other))
    .map((limit) => ({
      words: limitWords[limit],
      cells: variants.map(({ run }) => {
        const met = run.saturations.find((one) => one.limit === limit);
        return met ? `at ${duration(met.first)}, for ${duration(met.seconds)}` : 'never';
      }),
    }));
}

/** What is run, in a sentence or two. */
export function headSentence({ stage, curve, peak, changes, retries }: SimulationReport): string {
  const changed = Object.entries(changes).map(([name, value]) => `${name} ${amount(value)}`);
  return [
    `Curve "${curve.name}": ${curve.what}. ${amount(peak)} votes in its busiest second, all of them in one region of ${stage}.`,
    retries ? '' : 'Who is refused goes away.',
    changed.length === 0 ? '' : `Changed: ${changed.join(', ')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
