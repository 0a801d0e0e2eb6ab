import type { ReceivedSpan } from './span.ts';

/** What CloudFormation puts around a queue's own name. */
const queueName = /\S*-(?:workers-)?([A-Z]\w*?)Queue[0-9A-F]{8}\b/g;
const columns = { time: 9, service: 16 } as const;

/** A span's name without what CloudFormation puts around a queue's. */
export function shownName(name: string): string {
  return name.replace(queueName, '$1 queue');
}

/** The spans that go on from none that is known: one, where a trace is whole. */
export function rootsOf(spans: readonly ReceivedSpan[]): ReceivedSpan[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId));
}

/**
 * A trace as a tree: each span below the one that it goes on from, with when it began after the trace's first, how long
 * it took, and how long its message had waited. A span whose parent isn't known stands at the top.
 */
export function treeOf(spans: readonly ReceivedSpan[]): string[] {
  const [first] = spans;
  if (!first) return [];
  const startedAt = Math.min(...spans.map((span) => span.startedAt));
  const endedAt = Math.max(...spans.map((span) => span.endedAt));
  const services = new Set(spans.map(({ service }) => service)).size;
  const children = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
  const lines: string[] = [];
  const add = (span: ReceivedSpan, lead: string, branch: string, below: string): void => {
    lines.push(`${lineStart(span, startedAt)}${lead}${branch}${describe(span)}`);
    const own = (children.get(span.spanId) ?? []).toSorted((a, b) => a.startedAt - b.startedAt);
    own.forEach((child, index) => {
      const isLast = index === own.length - 1;
      add(child, lead + below, isLast ? '└─ ' : '├─ ', isLast ? '   ' : '│  ');
    });
  };
  for (const root of rootsOf(spans).toSorted((a, b) => a.startedAt - b.startedAt)) add(root, '', '', '');
  return [
    `Trace ${first.traceId}: ${spans.length} spans of ${services} functions, ${milliseconds(endedAt - startedAt)}`,
    `${'began'.padStart(columns.time)}${'took'.padStart(columns.time)}  ${'function'.padEnd(columns.service)} span`,
    ...lines,
  ];
}

function lineStart({ startedAt, endedAt, service }: ReceivedSpan, zero: number): string {
  const times = [startedAt - zero, endedAt - startedAt].map((ms) => milliseconds(ms).padStart(columns.time));
  return `${times.join('')}  ${service.padEnd(columns.service)} `;
}

function describe({ name, isError, attributes, links }: ReceivedSpan): string {
  const waited = attributes['groundswell.waited_ms'];
  const status = attributes['http.response.status_code'];
  const notes = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(waited === undefined ? [] : [`waited ${milliseconds(Number(waited))}`]),
    ...(links.length === 0 ? [] : [`links to ${links.length}`]),
    ...(isError ? [`FAILED: ${attributes['error.type'] ?? 'unknown'}`] : []),
  ];
  const shown = shownName(name);
  return notes.length === 0 ? shown : `${shown} (${notes.join(', ')})`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}
