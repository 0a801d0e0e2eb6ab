import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowed, count, differences, type Heard } from '../../../tools/soak/model.ts';

const heard = (accepted: number[], maybe: number[] = [], regions: number[] = [0]): Heard => ({
  accepted,
  maybe,
  regions: new Set(regions),
});
const refuse = { changes: 'refuse' } as const;
const replace = { changes: 'replace' } as const;

test('within a region the first accepted answer stays where changes are refused, the last where they replace', () => {
  assert.deepEqual(allowed(refuse, heard([0, 1, 2])), { indexes: [0], none: false });
  assert.deepEqual(allowed(replace, heard([0, 1, 2])), { indexes: [2], none: false });
});

test('an answer of which nothing was heard may be stored, unless an accepted one stands against it', () => {
  assert.deepEqual(allowed(refuse, heard([], [0])), { indexes: [0], none: true });
  assert.deepEqual(allowed(refuse, heard([0], [1])), { indexes: [0], none: false });
  assert.deepEqual(allowed(replace, heard([0], [1])), { indexes: [0, 1], none: false });
  assert.deepEqual(allowed(replace, heard([1], [0])), { indexes: [1], none: false });
});

test('between regions any accepted answer may be the last one written', () => {
  assert.deepEqual(allowed(refuse, heard([0, 1], [], [0, 1])), { indexes: [0, 1], none: false });
});

test('whoever was refused has nothing stored', () => {
  assert.deepEqual(allowed(refuse, heard([])), { indexes: [], none: true });
});

test('answers are counted by option, with respondents and skips of each question', () => {
  const counts = count([
    { choice: 'a', many: ['b', 'c'], order: ['c', 'a', 'b'] },
    { choice: 'a', stars: 5 },
  ]);
  assert.deepEqual(counts, {
    responses: 2,
    'choice/a': 2,
    'choice/respondents': 2,
    'many/b': 1,
    'many/c': 1,
    'many/respondents': 1,
    'many/skips': 1,
    'order/c/1': 1,
    'order/a/2': 1,
    'order/b/3': 1,
    'order/respondents': 1,
    'order/skips': 1,
    'stars/5': 1,
    'stars/respondents': 1,
    'stars/skips': 1,
  });
  assert.deepEqual(differences(counts, { ...counts, 'choice/a': 1, 'choice/b': 0 }), ['choice/a']);
});
