import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollDefinitionSchema } from '../../../contracts/poll.ts';
import type { PollResults } from '../../../contracts/results.ts';
import { compare } from '../../../tools/replay/compare.ts';
import { printComparison } from '../../../tools/replay/print.ts';

const poll = pollDefinitionSchema.parse({
  title: 'Films',
  questions: [
    {
      id: 'rank',
      kind: 'ranking',
      title: 'Rank',
      options: [
        { id: 'a', label: 'Alien' },
        { id: 'b', label: 'Brazil' },
      ],
    },
  ],
});
const file = new Map([
  [
    'rank',
    new Map([
      ['respondents', 3],
      ['skips', 0],
      ['first/a', 3],
      ['position/a/1', 3],
      ['position/b/2', 3],
    ]),
  ],
]);
const results = (second: number, extra: Record<string, number> = {}): PollResults => ({
  pollId: 'p',
  state: 'open',
  responses: 3,
  questions: {
    rank: {
      kind: 'ranking',
      respondents: 3,
      skips: 0,
      positions: { a: [3, 0], b: [0, second] },
      borda: { a: 3, b: 0 },
      firstChoices: { a: 3, b: 0, ...extra },
    },
  },
});

test('equal counts compare as equal, and every option has its lines', () => {
  const text = printComparison(poll, compare(poll, file, results(3), 3));
  assert.match(text, /Alien: rank 1 +3 +3\n/);
  assert.match(text, /9 counts compared, 0 differ$/);
});

test('a planted difference is marked with its size', () => {
  const text = printComparison(poll, compare(poll, file, results(2), 3));
  assert.match(text, /Brazil: rank 2 +3 +2 {2}differs by -1\n/);
  assert.match(text, /9 counts compared, 1 differs$/);
});

test('a count that only the results have is a difference', () => {
  const differing = compare(poll, file, results(3, { c: 1 }), 3).filter((count) => count.file !== count.results);
  assert.deepEqual(differing, [{ question: 'rank', label: 'first/c', file: 0, results: 1 }]);
});

test('a question that the results lack differs in every count that is not zero', () => {
  const differing = compare(poll, file, { ...results(3), questions: {} }, 3).filter(
    (count) => count.results !== count.file,
  );
  assert.equal(differing.length, 4);
});
