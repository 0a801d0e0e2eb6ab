import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../../tools/command.ts';
import { reportsOf } from '../../../tools/cost/profile/lines.ts';
import { columns, functionNamed, query, readProfile, rowsOf } from '../../../tools/cost/profile/profile.ts';

const text = (ms: number, memoryMb: number, init = '') =>
  `REPORT RequestId: 8f5e\tDuration: ${ms} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${memoryMb} MB\tMax Memory Used: 101 MB\t${init}`;
const json = (durationMs: number, memorySizeMB: number) =>
  `2026-11-25T19:00:00.000Z ${JSON.stringify({
    time: '2026-11-25T19:00:00.000Z',
    type: 'platform.report',
    record: {
      requestId: '8f5e',
      status: 'success',
      metrics: { durationMs, billedDurationMs: Math.ceil(durationMs), memorySizeMB, maxMemoryUsedMB: 99 },
    },
  })}`;

test('lines of both formats are read, and others are passed over', () => {
  const log = [
    'START RequestId: 8f5e Version: 7',
    text(12.34, 512, 'Init Duration: 250.5 ms'),
    '{"level":"INFO","message":"accepted"}',
    'no platform.report of Lambda',
    json(6.5, 1_024),
    'END RequestId: 8f5e',
  ].join('\n');
  assert.deepEqual(reportsOf(log), [
    { ms: 12.34, billedMs: 13, memoryMb: 512, usedMb: 101, initMs: 250.5 },
    { ms: 6.5, billedMs: 7, memoryMb: 1_024, usedMb: 99 },
  ]);
});

test('a log without such lines is refused with what is missing', () => {
  assert.throws(
    () => reportsOf('START RequestId: 8f5e'),
    (error) => error instanceof UsageError && /SystemLogLevel/.test(error.message),
  );
});

test('rows are by memory, and come back as points', () => {
  const reports = reportsOf([text(12.3, 512), text(9.5, 512, 'Init Duration: 200 ms'), json(6.5, 256)].join('\n'));
  const rows = rowsOf('submitResponse', reports);
  assert.deepEqual(rows, ['submitResponse,256,1,7.00,6.50,99,0,', 'submitResponse,512,2,11.50,12.30,101,1,200.00']);
  const profile = readProfile([columns.join(','), ...rows].join('\n'));
  assert.deepEqual(profile.get('submitResponse'), [
    { memoryMb: 256, ms: 7, mostUsedMb: 99 },
    { memoryMb: 512, ms: 11.5, mostUsedMb: 101 },
  ]);
});

test("Logs Insights' export is a profile: columns as the query names them, functions by their log group", () => {
  const csv = `function,memoryMb,calls,billedMs,p95Ms,mostUsedMb,coldStarts,initMs
123456789012:groundswell-production-eu-central-1-workers-ResponsesServicerecordResponsesLogsGroup0A1B2C3D-XyZ,512,900,210.4,300,140,2,310`;
  assert.deepEqual([...readProfile(csv)], [['recordResponses', [{ memoryMb: 512, ms: 210.4, mostUsedMb: 140 }]]]);
  for (const column of columns) assert.match(query, new RegExp(`\\b${column}\\b`));
});

test('a name without a function of ours in it is refused, and so are other columns and amounts', () => {
  assert.equal(functionNamed('groundswell-dev-getInstantRunoff-1'), 'getInstantRunoff');
  for (const wrong of [() => functionNamed('somebody-else'), () => readProfile('name,ms\na,1\n')])
    assert.throws(wrong, UsageError);
  assert.throws(() => readProfile('function,memoryMb,billedMs\nsubmitResponse,0,1\n'), UsageError);
});
