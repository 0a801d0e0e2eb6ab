import { milliseconds, type Paint, table, thresholdLines } from '../load/print.ts';
import type { Felt } from './felt.ts';
import type { GameDayReport } from './run.ts';
import { verdictOf } from './verdict.ts';

/** A game day in one sentence. */
export function sentenceOf({ rate, figures, regions, seed, failoverSeconds }: GameDayReport): string {
  return `${figures.voters} voters, ${rate} a second, in ${regions.length} regions; ${figures.requests} requests; clients leave a lost region after ${failoverSeconds} s (--seed ${seed}).`;
}

export const feltColumns = [
  'fault',
  'votes',
  'requests',
  'failed',
  'median',
  '95 %',
  'added, median',
  'added, 95 %',
  'told it counts, 95 %',
  'voters well after',
  'nothing waits after',
] as const;

/** Figures of the calm, and of what was felt of each fault. */
export function feltRows({ calm, felt }: GameDayReport): string[][] {
  const { accepting, confirming } = calm;
  const times = [accepting.p50, accepting.p95].map(milliseconds);
  const counts = [calm.votes, calm.requests, calm.failed].map(String);
  return [['(calm)', ...counts, ...times, '', '', milliseconds(confirming.p95), '', ''], ...felt.map(feltCells)];
}

function feltCells({ window, during, added, votersRecovered, backlogRecovered }: Felt): string[] {
  const recovered = (time: number | undefined) => (time === undefined ? 'not yet' : `${time} s`);
  return [
    window.fault.name,
    ...[during.votes, during.requests, during.failed].map(String),
    ...[during.accepting.p50, during.accepting.p95, added.median, added.p95, during.confirming.p95].map(milliseconds),
    recovered(votersRecovered),
    recovered(backlogRecovered),
  ];
}

/** The whole report for a person, as lines. */
export function format(report: GameDayReport, paint: Paint): string[] {
  return [
    sentenceOf(report),
    '',
    paint('dim', 'milliseconds from click to acceptance, where nothing else is said'),
    ...table([feltColumns, ...feltRows(report)]).map((line, index) => (index === 0 ? paint('dim', line) : line)),
    '',
    ...report.regions.map(
      ({ region, results }) => `${region}: ${results.accepted} votes accepted, ${results.counted} counted.`,
    ),
    `Dead letters that an operator had to put back: ${report.redriven}.`,
    '',
    ...thresholdLines(verdictOf(report), paint),
  ];
}
