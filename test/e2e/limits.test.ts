import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tableName } from '../../contracts/names.ts';
import { Meter } from '../../local/metering/meter.ts';
import { startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

const votes = 3;

test('with limits of AWS switched on, batches are as small as they say, and what a table does not take waits', async (t) => {
  const meter = new Meter();
  const backend = await startBackend({
    meter,
    limits: {
      batches: { recordResponses: { atOnce: 1, size: 1, ms: 100 } },
      // One write passes, and the next one in a quarter of an hour.
      writesPerSecond: { [tableName('dev', 'responses')]: 0.001 },
    },
  });
  t.after(backend.stop);
  const { id } = await backend.workspace.openPoll(everyKind);
  const answers = await Promise.all(Array.from({ length: votes }, () => backend.voter.respond(id, { drink: 'tea' })));
  assert.ok(answers.every(({ status }) => status === 202));

  const logs = join(backend.folder, 'logs');
  const file = readdirSync(logs).find((name) => name.includes('recordResponses')) ?? '';
  await until(
    async () => readFileSync(join(logs, file), 'utf8'),
    (log) => log.includes('ThrottlingException'),
  );
  const { responses } = await until(
    () => backend.voter.results(id),
    (results) => results.responses > 0,
  );
  assert.equal(responses, 1);
  assert.deepEqual(Object.values(backend.runtime.queueDepths('AcceptedQueue')), [votes - 1]);
  assert.ok((meter.take().functions.recordResponses?.invocations ?? 0) >= 2, 'a batch has one message');
});
