import { UsageError } from '../../command.ts';

/** One call as Lambda reports it. Milliseconds, and MB. */
export interface Report {
  readonly memoryMb: number;
  readonly ms: number;
  readonly billedMs: number;
  readonly usedMb: number;
  /** Of a cold start. */
  readonly initMs?: number | undefined;
}

const number = (name: string, unit: string) => new RegExp(`(?:^|\\s)${name}: ([\\d.]+) ${unit}`);
const text = {
  ms: number('Duration', 'ms'),
  billedMs: number('Billed Duration', 'ms'),
  memoryMb: number('Memory Size', 'MB'),
  usedMb: number('Max Memory Used', 'MB'),
  initMs: number('Init Duration', 'ms'),
} as const;

/**
 * Reads Lambda's own lines of calls, of both formats: `REPORT RequestId: …` and JSON with the type `platform.report`.
 * Other lines are passed over.
 * @throws UsageError where there is none
 */
export function reportsOf(log: string): Report[] {
  const reports = log
    .split('\n')
    .flatMap((line) => (line.includes('platform.report') ? fromJson(line) : fromText(line)));
  if (reports.length > 0) return reports;
  throw new UsageError('There is no REPORT line: SystemLogLevel has to be INFO while they are collected.');
}

function fromText(line: string): Report[] {
  const at = line.indexOf('REPORT RequestId:');
  if (at < 0) return [];
  // "Billed Duration" and "Init Duration" end as "Duration" does: the plain one comes first.
  const value = (pattern: RegExp) => Number(pattern.exec(line.slice(at).replaceAll('\t', '  '))?.[1]);
  const [ms, billedMs, memoryMb, usedMb, initMs] = [
    text.ms,
    text.billedMs,
    text.memoryMb,
    text.usedMb,
    text.initMs,
  ].map(value) as [number, number, number, number, number];
  return complete({ ms, billedMs, memoryMb, usedMb, ...(Number.isNaN(initMs) ? {} : { initMs }) });
}

function fromJson(line: string): Report[] {
  // Exports of CloudWatch put the time before the line.
  const { record } = JSON.parse(line.slice(line.indexOf('{'))) as { record?: { metrics?: Record<string, number> } };
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = record?.metrics ?? {};
  return complete({
    ms: durationMs ?? Number.NaN,
    billedMs: billedDurationMs ?? Number.NaN,
    memoryMb: memorySizeMB ?? Number.NaN,
    usedMb: maxMemoryUsedMB ?? Number.NaN,
    ...(initDurationMs === undefined ? {} : { initMs: initDurationMs }),
  });
}

function complete(report: Report): Report[] {
  return Object.values(report).some((value) => Number.isNaN(value)) ? [] : [report];
}
