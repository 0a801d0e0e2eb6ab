import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../../tools/command.ts';
import { readOptions as readGameDay } from '../../../tools/gameday/arguments.ts';
import { gameDayFaults } from '../../../tools/gameday/faults.ts';
import { readOptions } from '../../../tools/load/arguments.ts';
import { shapeNames } from '../../../tools/load/shapes.ts';

test('each shape has a load of its own, on a backend of its own', () => {
  for (const shape of shapeNames) {
    const options = readOptions([shape], {});
    assert.ok(options && options.rate > 0 && options.seconds > 0 && options.stage === undefined, shape);
  }
});

test('a stage needs an address and a key, which may be in the environment', () => {
  const url = ['--url', 'https://polls.example.com/'];
  assert.deepEqual(readOptions(['spike', ...url, '--key', 'k'], {})?.stage, {
    url: 'https://polls.example.com',
    key: 'k',
  });
  assert.equal(readOptions(['spike', ...url], { GROUNDSWELL_KEY: 'e' })?.stage?.key, 'e');
  assert.throws(() => readOptions(['spike', ...url], {}), UsageError);
  assert.throws(() => readOptions(['spike', '--url', 'polls', '--key', 'k'], {}), UsageError);
});

test('what can not be is refused', () => {
  for (const args of [[], ['storm'], ['spike', 'soak'], ['spike', '--rate', '0'], ['spike', '--viewers', 'many']]) {
    assert.throws(() => readOptions(args, {}), UsageError, args.join(' '));
  }
  assert.throws(() => readGameDay(['--only', 'flood']), UsageError);
});

test('a game day has all faults unless it is told which', () => {
  assert.deepEqual(readGameDay([])?.faults, gameDayFaults);
  const chosen = readGameDay(['--only', 'region,slow'])?.faults;
  assert.deepEqual(
    chosen?.map(({ name }) => name),
    ['region', 'slow'],
  );
});
