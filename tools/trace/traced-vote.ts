import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { headers } from '../../contracts/headers.ts';
import type { VoterToken } from '../../contracts/response.ts';
import type { PollResults } from '../../contracts/results.ts';
import { traceParentName } from '../../contracts/tracing.ts';
import { readTraceParent } from '../../domain/tracing/trace-parent.ts';
import type { Runtime } from '../../local/runtime.ts';
import { seedPoll } from '../../local/seed.ts';
import { listen } from '../../local/servers/listen.ts';
import type { ReceivedSpan } from '../../local/tracing/span.ts';
import { rootsOf } from '../../local/tracing/tree.ts';

/** The first milestone of a poll, which a webhook is told of at once. */
const milestone = 100;
/** Votes that are under way at once. */
const atOnce = 11;
/** How often something is looked at, and for how long at most. Milliseconds. */
const lookMs = 100;
const longestWaitMs = 60_000;

/**
 * Casts the vote that brings a poll to its first milestone, and waits until a webhook has been told of it: the shortest
 * way on which one request leads through all of the backend.
 * @returns the spans of that vote's trace
 * @throws Error when it takes more than a minute
 */
export async function traceVote(runtime: Runtime, apiKey: string): Promise<readonly ReceivedSpan[]> {
  const api = apiOf(runtime.apiUrl);
  const { promise: told, resolve } = Promise.withResolvers<string | undefined>();
  const hook = await listen(
    createServer((request, response) => {
      const { [traceParentName]: traceParent } = request.headers;
      request.resume();
      response.writeHead(204).end();
      resolve(typeof traceParent === 'string' ? readTraceParent(traceParent)?.traceId : undefined);
    }),
  );
  try {
    const body = { url: `http://127.0.0.1:${hook.port}/`, events: ['results.milestone'] };
    await api('POST', '/webhooks', { [headers.apiKey]: apiKey }, body);
    const pollId = await seedPoll(runtime.apiUrl, apiKey);
    const vote = async () => {
      const { voterToken } = await api<VoterToken>('POST', `/polls/${pollId}/devices`);
      await api(
        'POST',
        `/polls/${pollId}/responses`,
        { [headers.voterToken]: voterToken },
        { answers: { lunch: 'soup' } },
      );
    };
    for (let votes = 0; votes < milestone - 1; votes += atOnce) await Promise.all(Array.from({ length: atOnce }, vote));
    const counted = () => api<PollResults>('GET', `/polls/${pollId}/results`);
    await until('the votes are counted', async () => (await counted()).responses === milestone - 1);
    await vote();
    const late = pause(longestWaitMs, undefined, { ref: false });
    const traceId = await Promise.race([told, late]);
    if (traceId === undefined) throw new Error('No webhook was told of a trace');
    const spans = () => runtime.traces?.spansOf(traceId) ?? [];
    // A function sends its spans when its work is done, and the snapshot goes its own way.
    const hasCome = (name: string) => spans().some((span) => span.name === name);
    const isWhole = () => rootsOf(spans()).length === 1 && hasCome('POST webhook') && hasCome('publish snapshot');
    await until('all spans have come', async () => isWhole());
    return spans();
  } finally {
    await hook.stop();
  }
}

function apiOf(url: string) {
  return async <T>(method: string, path: string, own: Record<string, string> = {}, body?: object): Promise<T> => {
    const response = await fetch(url + path, {
      method,
      headers: { ...own, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + longestWaitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`After ${longestWaitMs / 1_000} s it isn't so that ${what}`);
    await pause(lookMs);
  }
}
