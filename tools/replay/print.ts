import type { PollDefinition } from '../../contracts/poll.ts';
import type { Unmappable } from './answers.ts';
import type { ComparedCount } from './compare.ts';
import type { SendReport } from './send.ts';

/** Unmappable values that are listed one by one; all of them are counted. */
const listedValues = 50;

/** A table of counts for each question, differences marked, and the verdict as its last line. */
export function printComparison(poll: PollDefinition, counts: readonly ComparedCount[]): string {
  const width = Math.max(...counts.map(({ label }) => label.length));
  const line = (label: string, file: string, results: string, mark: string) =>
    `  ${label.padEnd(width)} ${file.padStart(9)} ${results.padStart(9)}${mark}`;
  const lines = (question: string | undefined) =>
    counts
      .filter((count) => count.question === question)
      .map(({ label, file, results }) =>
        line(label, String(file), String(results), file === results ? '' : `  differs by ${results - file}`),
      );
  const differing = counts.filter(({ file, results }) => file !== results).length;
  return [
    line('', 'file', 'results', ''),
    ...lines(undefined),
    ...poll.questions.flatMap(({ id, kind, title }) => ['', `${title} (${kind}, ${id})`, ...lines(id)]),
    '',
    `${counts.length} counts compared, ${differing} ${differing === 1 ? 'differs' : 'differ'}`,
  ].join('\n');
}

/** The values that stay out, by row and column. */
export function printUnmappable(values: readonly Unmappable[]): string {
  const rest = values.length - listedValues;
  return [
    ...values
      .slice(0, listedValues)
      .map(({ row, column, value, reason }) => `  row ${row}, column ${column}: "${shorten(value)}": ${reason}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    `${values.length} ${values.length === 1 ? 'value' : 'values'} can't be mapped and ${values.length === 1 ? 'stays' : 'stay'} out`,
  ].join('\n');
}

/** What was sent, and how fast. */
export function printSending(report: SendReport): string {
  const { accepted, refused, duplicates, seconds, refusals } = report;
  const perSecond = (accepted + refused) / seconds;
  return [
    ...[...refusals].map(([reason, times]) => `  refused ${times} times: ${reason}`),
    `${accepted} accepted, ${refused} refused, ${duplicates} duplicates sent, ` +
      `${seconds.toFixed(1)} s, ${perSecond.toFixed(0)} responses/s`,
  ].join('\n');
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
