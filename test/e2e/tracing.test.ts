import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { traceParentName } from '../../contracts/tracing.ts';
import { seedKey } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import type { ReceivedSpan } from '../../local/tracing/span.ts';
import { readSpans } from '../../local/tracing/span.ts';
import { rootsOf, treeOf } from '../../local/tracing/tree.ts';
import { traceVote } from '../../tools/trace/traced-vote.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { everyKind } from '../support/polls.ts';
import { readPrometheus } from '../support/prometheus.ts';
import { until } from '../support/until.ts';

let backend: Backend;
/** Any receiver of OTLP beside the laptop's own, such as Jaeger. */
let other: OtlpReceiver;
const ends: (() => unknown)[] = [];
before(async () => {
  other = await startOtlpReceiver({ after: (end) => void ends.push(end as () => unknown) });
  backend = await startBackend({ traces: { passOnTo: other.endpoint } });
});
after(async () => {
  await backend.stop();
  for (const end of ends) end();
});

const foreign = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceParent = `00-${foreign.traceId}-${foreign.spanId}-01`;

test('one vote that leads to a webhook is one trace: over HTTP, four queues, two streams and the bus', async (t) => {
  const spans = await traceVote(backend.runtime, await seedKey(backend.runtime));
  for (const line of treeOf(spans)) t.diagnostic(line);
  assert.deepEqual(
    rootsOf(spans).map(({ name }) => name),
    ['POST /polls/{pollId}/responses'],
  );
  assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  const path = pathTo(spans, 'POST webhook').map(({ service, name }) => `${service}: ${name}`);
  assert.deepEqual(
    // Without what makes a queue's name its own among others.
    path.map((step) => step.replace(/[0-9A-F]{8}-\S+$/, '')),
    [
      'submitResponse: POST /polls/{pollId}/responses',
      'submitResponse: submitResponse',
      'submitResponse: send ResponsesServiceAcceptedQueue',
      'recordResponses: process ResponsesServiceAcceptedQueue',
      'tallyResponses: fold votes',
      'emitResults: announce results',
      'emitResults: send EventsServiceAnnouncingQueue',
      'announce: process EventsServiceAnnouncingQueue',
      'dispatchEvents: process NotificationsServiceDispatchingQueue',
      'deliverWebhooks: POST webhook',
    ],
  );
  // Beside this way: the batches, the calls of other services, the snapshot for whoever watches, and the wake-up.
  const has = (service: string, name: RegExp) => spans.some((span) => span.service === service && name.test(span.name));
  assert.ok(has('recordResponses', /^receive .*Accepted/) && has('announce', /PutEvents/));
  assert.ok(has('publishResults', /^publish snapshot$/) && has('deliverWebhooks', /^process .*WakeUps/));
  const sent = () =>
    other.requests.flatMap(({ body }) => readSpans(body)).filter(({ traceId }) => traceId === spans[0]?.traceId);
  await until(
    async () => sent().length,
    (count) => count >= spans.length,
  );
});

/** A span and all that it goes on from, the first one first. */
function pathTo(spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] {
  const path: ReceivedSpan[] = [];
  let span = spans.find((one) => one.name === name);
  while (span) {
    path.unshift(span);
    const { parentSpanId } = span;
    span = spans.find(({ spanId }) => spanId === parentSpanId);
  }
  return path;
}

const foreignSpans = () => backend.runtime.traces?.spansOf(foreign.traceId) ?? [];

test('a voter’s own trace is not taken over, and that of a caller with a key is', async () => {
  const headers = { [traceParentName]: traceParent };
  const { id } = await backend.workspace.openPoll(everyKind);
  await backend.voter.send('POST', `/polls/${id}/devices`, { headers });
  const listed = await backend.workspace.send('GET', '/polls', { headers });
  assert.equal(listed.status, 200);
  const spans = await until(
    async () => foreignSpans(),
    ({ length }) => length > 0,
  );
  assert.deepEqual([...new Set(spans.map(({ service }) => service))], ['listPolls']);
  assert.equal(spans[0]?.parentSpanId, foreign.spanId);
});

test('what a function logs has the id of the request that led to it, and nothing of what a voter wrote', async () => {
  const { RESPONSES_QUEUE_URL, AWS_ENDPOINT_URL_SQS } = backend.runtime.environmentOf('submitResponse');
  const sqs = new SQSClient({ endpoint: AWS_ENDPOINT_URL_SQS ?? '', ...localCredentials });
  const StringValue = traceParent.replace(foreign.traceId, 'a'.repeat(32));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: RESPONSES_QUEUE_URL ?? '',
      MessageBody: '{"v":1,"answers":"my own words"}',
      MessageAttributes: { [traceParentName]: { DataType: 'String', StringValue } },
    }),
  );
  sqs.destroy();
  const folder = join(backend.folder, 'logs');
  const file = readdirSync(folder).find((name) => name.includes('recordResponsesFunction')) ?? '';
  const lines = await until(
    async () =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"event"')),
    ({ length }) => length > 0,
  );
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    told.map(({ event, traceId }) => [event, traceId]),
    [['responses.message-rejected', 'a'.repeat(32)]],
  );
  assert.ok(!lines.join().includes('my own words'));
});

test('what the laptop measures is there for Prometheus and, without a script, for people', async () => {
  const metrics = await fetch(`${backend.runtime.apiUrl}/metrics`);
  assert.match(metrics.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const samples = readPrometheus(await metrics.text());
  const figureOf = (name: string, labels: object) =>
    samples.find(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value;
  const route = 'POST /polls/{pollId}/responses';
  assert.equal(figureOf('groundswell_http_requests_total', { route, status: '202' }), 100);
  assert.equal(figureOf('groundswell_http_request_duration_seconds_count', { route }), 100);
  assert.equal(figureOf('groundswell_results_age_seconds_count', { function: 'tallyResponses' }), 100);
  assert.equal(
    figureOf('groundswell_queue_messages', { queue: 'ResponsesServiceAcceptedDeadLetters', state: 'waiting' }),
    1,
  );
  const page = await fetch(`${backend.runtime.apiUrl}/status`);
  const html = await page.text();
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'; style-src 'self'/);
  assert.ok(html.includes(route) && html.includes('groundswell_results_age_seconds') && !/<script|style=/.test(html));
  const [trace] = backend.runtime.traces?.recent(1) ?? [];
  const tree = await fetch(`${backend.runtime.apiUrl}/status/traces/${trace?.traceId}`);
  assert.equal(tree.status, 200);
  assert.ok((await tree.text()).includes(`Trace ${trace?.traceId}: `));
});
