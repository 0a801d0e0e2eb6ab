import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../../tools/command.ts';
import { readOptions } from '../../../tools/cost/arguments.ts';

test('without arguments a few thousand votes are priced in a region that there are prices for', () => {
  const options = readOptions([]);
  assert.equal(options?.votes, 3_000);
  assert.equal(options?.devices, 3_000);
  assert.equal(options?.missRate, 0.01);
  assert.equal(options?.region, 'us-east-1');
});

test('times of functions are given by name', () => {
  const given = ['--duration-ms', 'submitResponse=12.5', '--duration-ms', 'recordResponses=300'];
  assert.deepEqual(readOptions(given)?.durations, { submitResponse: 13, recordResponses: 300 });
});

test('what can not be understood is told', () => {
  for (const wrong of [
    ['--votes', '0'],
    ['--votes', 'many'],
    ['--votes', '5', '--devices', '6'],
    ['--miss-rate', '0'],
    ['--miss-rate', '2'],
    ['--region', 'mars-1'],
    ['--duration-ms', 'nobody=5'],
    ['--duration-ms', 'submitResponse'],
  ]) {
    assert.throws(() => readOptions(wrong), UsageError, wrong.join(' '));
  }
  assert.throws(() => readOptions(['--nonsense']), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
  assert.equal(readOptions(['--help']), undefined);
});
