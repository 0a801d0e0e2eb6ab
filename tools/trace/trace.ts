import { parseArgs } from 'node:util';
import { tracesRoute } from '../../local/front-door/traces.ts';
import { startRuntime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { temporaryFolder } from '../../local/temporary-folder.ts';
import type { ReceivedSpan } from '../../local/tracing/span.ts';
import type { TraceSummary } from '../../local/tracing/trace-store.ts';
import { treeOf } from '../../local/tracing/tree.ts';
import { runCommand, UsageError } from '../command.ts';
import { traceVote } from './traced-vote.ts';

const help = `Prints what followed from one request, as a tree of spans.

  npm run trace -- [TRACE_ID] [--url http://localhost:3000]
  npm run trace -- --demo

  TRACE_ID   a trace of the laptop that runs at --url: logs name it as traceId. Without one, the newest are listed
  --url      where the laptop answers (http://localhost:3000)
  --demo     runs a laptop of its own, casts the vote that makes a poll's milestone, and prints its way to a webhook`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      demo: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  if (positionals.length > 1 || (values.demo && positionals.length > 0)) throw new UsageError('Name one trace');
  const [traceId] = positionals;
  if (values.demo) print(treeOf(await demonstrate()));
  else if (traceId === undefined) print(listOf((await ask<{ traces: TraceSummary[] }>(values.url)).traces));
  else print(treeOf((await ask<{ spans: ReceivedSpan[] }>(values.url, traceId)).spans));
}

async function demonstrate(): Promise<readonly ReceivedSpan[]> {
  const folder = temporaryFolder('trace');
  const runtime = await startRuntime({ port: 0, workFolder: folder.path, traces: {} });
  try {
    return await traceVote(runtime, await seedKey(runtime));
  } finally {
    await runtime.stop();
    folder.remove();
  }
}

/** @throws Error where there is no laptop, or it doesn't know the trace */
async function ask<T>(url: string, traceId = ''): Promise<T> {
  const path = traceId === '' ? tracesRoute : `${tracesRoute}/${encodeURIComponent(traceId)}`;
  const response = await fetch(url + path).catch(() => {
    throw new Error(`Nothing answers at ${url}: start it with npm start, or name its --url`);
  });
  if (response.status === 404) throw new Error(`${url} doesn't know the trace ${traceId}; it keeps the newest 1,000`);
  return (await response.json()) as T;
}

function listOf(traces: readonly TraceSummary[]): string[] {
  if (traces.length === 0) return ['No trace yet: send a request.'];
  return traces.map(({ traceId, name, spans, errors, startedAt, durationMs }) => {
    const failed = errors === 0 ? '' : `, ${errors} failed`;
    const time = new Date(startedAt).toISOString().slice(11, 19);
    return `${traceId}  ${time}  ${name} (${spans} spans${failed}, ${Math.round(durationMs)} ms)`;
  });
}

function print(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}

await runCommand('trace', main);
