import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { originKeysVariable } from '../../../contracts/edge.ts';
import { tracingFile, tracingVariables } from '../../../contracts/tracing.ts';
import { bundleFunctions, bundleOf } from '../../../lib/bundles.ts';
import { readSpans } from '../../../local/tracing/span.ts';
import { startOtlpReceiver } from '../../support/otlp-receiver.ts';
import { until } from '../../support/until.ts';
import { poolOf } from '../local/bundles.ts';

/** A request that a function refuses by itself, without another service. */
const event = {
  headers: {},
  routeKey: 'GET /polls',
  requestContext: { requestId: 'r1', timeEpoch: Date.now() },
};

/** What a function is told of tracing, and what stands beside its bundle. @default as it is bundled */
function listPolls(t: TestContext, given: { ratio: string; endpoint: string; program?: string }) {
  bundleFunctions();
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-tracing-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(bundleOf('listPolls'), folder, { recursive: true });
  if (given.program !== undefined) writeFileSync(join(folder, tracingFile), given.program);
  return poolOf(t, '', {
    bundle: pathToFileURL(join(folder, 'index.mjs')).href,
    environment: {
      AWS_REGION: 'eu-central-1',
      POLLS_TABLE: 'polls',
      [originKeysVariable]: '',
      [tracingVariables.service]: 'listPolls',
      [tracingVariables.timeout]: '10000',
      [tracingVariables.ratio]: given.ratio,
      [tracingVariables.endpoint]: given.endpoint,
    },
  });
}

const statusOf = (result: unknown) => (result as { statusCode: number }).statusCode;
/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

test('a function that is traced sends its spans before it is done', async (t) => {
  const receiver = await startOtlpReceiver(t);
  const { pool } = listPolls(t, { ratio: '1', endpoint: receiver.endpoint });
  assert.equal(statusOf(await pool.invoke(event)), 401);
  const spans = receiver.requests.flatMap(({ body }) => readSpans(body));
  assert.deepEqual(
    spans.map(({ service, name, isError }) => [service, name, isError]),
    [
      ['listPolls', 'listPolls', false],
      ['listPolls', 'GET /polls', false],
    ],
  );
});

test('spans that nobody takes fail no request, and are told of', async (t) => {
  const { pool, readLog } = listPolls(t, { ratio: '1', endpoint: nowhere });
  for (const _ of [1, 2]) assert.equal(statusOf(await pool.invoke(event)), 401);
  const log = await until(readLog, (text) => text.includes('\n'));
  assert.equal(log.split('tracing.spans-lost').length - 1, 1, log);
});

test('a program for tracing that can’t be loaded fails no request', async (t) => {
  const { pool, readLog } = listPolls(t, { ratio: '1', endpoint: nowhere, program: 'throw new Error("broken");' });
  assert.equal(statusOf(await pool.invoke(event)), 401);
  await until(readLog, (text) => text.includes('tracing.spans-lost'));
});

test('where traces are off, nothing of OpenTelemetry’s program is loaded', async (t) => {
  const program = 'process.stdout.write("loaded");';
  const [off, on] = ['0', '1'].map((ratio) => listPolls(t, { ratio, endpoint: nowhere, program }));
  for (const one of [off, on]) assert.equal(statusOf(await one?.pool.invoke(event)), 401);
  await until(
    async () => on?.readLog(),
    (text) => text?.includes('loaded') ?? false,
  );
  assert.equal(await off?.readLog(), '');
});
