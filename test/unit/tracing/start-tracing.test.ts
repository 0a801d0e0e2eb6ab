import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tracingVariables } from '../../../contracts/tracing.ts';
import { slowMs } from '../../../domain/tracing/sampling.ts';
import { startTracing } from '../../../functions/tracing/start-tracing.ts';
import { type ReceivedSpan, readSpans } from '../../../local/tracing/span.ts';
import { inSpan } from '../../../stores/spans.ts';
import { currentTrace } from '../../../stores/trace-context.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../support/otlp-receiver.ts';

// One program has one tracer: the tests share it, and a receiver.
let receiver: OtlpReceiver;
let tracing: ReturnType<typeof startTracing>;
const ends: (() => unknown)[] = [];
after(() => ends.map((end) => end()));
before(async () => {
  receiver = await startOtlpReceiver({ after: (end) => void ends.push(end as () => unknown) });
  tracing = startTracing({
    [tracingVariables.service]: 'submitResponse',
    [tracingVariables.endpoint]: receiver.endpoint,
    [tracingVariables.timeout]: '10000',
    [tracingVariables.ratio]: '0.000000001',
    AWS_REGION: 'eu-central-1',
  });
});

/** What an invocation sends, if it sends anything. */
async function sentBy(act: () => Promise<unknown>): Promise<ReceivedSpan[]> {
  const before = receiver.requests.length;
  await act().catch(() => undefined);
  await tracing.flush();
  return receiver.requests.slice(before).flatMap(({ body }) => readSpans(body));
}

const request = { name: 'POST /polls', kind: 'SERVER', parent: 'none' } as const;
const parent = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', isSampled: true };

test('a request that goes well and isn’t chosen sends nothing', async () => {
  assert.deepEqual(await sentBy(() => inSpan(request, async () => inSpan({ name: 'inner' }, async () => {}))), []);
});

test('one that fails is sent whole, as OTLP asks for', async () => {
  const spans = await sentBy(() =>
    inSpan(request, () =>
      inSpan({ name: 'inner' }, async () => {
        throw new RangeError('secret words');
      }),
    ),
  );
  assert.deepEqual(
    spans.map(({ name, service, isError }) => [name, service, isError]),
    [
      ['inner', 'submitResponse', true],
      ['POST /polls', 'submitResponse', true],
    ],
  );
  const [inner, outer] = spans;
  assert.equal(inner?.parentSpanId, outer?.spanId);
  assert.equal(outer?.parentSpanId, undefined);
  const sent = receiver.requests.at(-1);
  assert.equal(sent?.path, '/v1/traces');
  assert.equal(sent?.headers['content-type'], 'application/json');
  assert.ok(!sent?.body.includes('secret words'), 'what an error says may be anybody’s data');
});

test('one that is slow is sent', async () => {
  const spans = await sentBy(() => inSpan({ ...request, startedAt: Date.now() - slowMs.request }, async () => {}));
  assert.equal(spans.length, 1);
});

test('what goes on from a trace that is kept is sent, and what goes on from it is marked to be kept', async () => {
  let seen: ReturnType<typeof currentTrace>;
  const spans = await sentBy(() =>
    inSpan({ name: 'process', kind: 'CONSUMER', parent }, async () => {
      seen = currentTrace();
    }),
  );
  assert.deepEqual(
    spans.map(({ traceId, parentSpanId }) => [traceId, parentSpanId]),
    [[parent.traceId, parent.spanId]],
  );
  assert.deepEqual([seen?.traceId, seen?.isSampled], [parent.traceId, true]);
});

test('what else led to a span is linked, and its parent isn’t linked again', async () => {
  const other = { ...parent, spanId: '00f067aa0ba902b8' };
  const [span] = await sentBy(() =>
    inSpan({ name: 'batch', parent, causes: [parent, other, undefined] }, async () => {}),
  );
  assert.deepEqual(span?.links, [{ traceId: other.traceId, spanId: other.spanId }]);
});

test('a receiver that fails is told of, and then left alone for a while', async () => {
  receiver.status = 503;
  const failing = () => inSpan(request, async () => Promise.reject(new Error('no')));
  await failing().catch(() => undefined);
  await assert.rejects(tracing.flush(), /answered 503/);
  const before = receiver.requests.length;
  await failing().catch(() => undefined);
  await tracing.flush();
  assert.equal(receiver.requests.length, before);
});
