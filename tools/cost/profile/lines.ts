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

/** The first one: "Billed Duration" and "Init Duration" end as "Duration" does, and come after it. */
const number = (name: string, unit: string) => new RegExp(`${name}: ([\\d.]+) ${unit}`);
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
  const value = (pattern: RegExp) => Number(pattern.exec(line.slice(at))?.[1]);
  const initMs = value(text.initMs);
  return complete({
    ms: value(text.ms),
    billedMs: value(text.billedMs),
    memoryMb: value(text.memoryMb),
    usedMb: value(text.usedMb),
    ...(Number.isNaN(initMs) ? {} : { initMs }),
  });
}

function fromJson(line: string): Report[] {
  // Exports of CloudWatch put the time before the line.
  const { record } = parsed(line.slice(line.indexOf('{'))) as { record?: { metrics?: Record<string, number> } };
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = record?.metrics ?? {};
  return complete({
    ms: durationMs ?? Number.NaN,
    billedMs: billedDurationMs ?? Number.NaN,
    memoryMb: memorySizeMB ?? Number.NaN,
    usedMb: maxMemoryUsedMB ?? Number.NaN,
    ...(initDurationMs === undefined ? {} : { initMs: initDurationMs }),
  });
}

/** What is no JSON has nothing in it: a function's own line may have the words, too. */
function parsed(json: string): object {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

function complete(report: Report): Report[] {
  return Object.values(report).some((value) => Number.isNaN(value)) ? [] : [report];
}
