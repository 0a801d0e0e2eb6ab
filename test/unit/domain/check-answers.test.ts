import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Submission } from '../../../contracts/response.ts';
import { checkAnswers } from '../../../domain/responses/check-answers.ts';
import { openPollOf } from '../../support/polls.ts';
import { problemOf } from '../../support/problems.ts';

const poll = openPollOf();

test('answers of every kind are stored with their kind, and skipped questions by name', () => {
  const checked = checkAnswers(poll, {
    answers: {
      drink: 'tea',
      leaves: ['green', 'white'],
      again: 9,
      order: ['b', 'a'],
      grid: { food: 'good', music: 'bad' },
    },
    metadata: { customer: 'c-1' },
  });
  assert.deepEqual(checked, {
    answers: {
      drink: { s: 'tea' },
      leaves: { m: ['green', 'white'] },
      again: { r: 9 },
      order: { k: ['b', 'a'] },
      grid: { x: { food: 'good', music: 'bad' } },
    },
    skipped: ['words'],
    metadata: { customer: 'c-1' },
  });
});

test('a hidden question is neither skipped nor required', () => {
  assert.equal(checkAnswers(poll, { answers: { drink: 'coffee' } }).skipped.includes('leaves'), false);
});

test('an option may be called like something that every object has', () => {
  assert.deepEqual(checkAnswers(poll, { answers: { drink: 'constructor' } }).answers.drink, { s: 'constructor' });
});

const refused: [string, Submission, string][] = [
  ['a required question left out', { answers: {} }, '/answers/drink'],
  ['an answer to a hidden question', { answers: { drink: 'coffee', leaves: ['green'] } }, '/answers/leaves'],
  ['an unknown question', { answers: { drink: 'tea', nothing: 'a' } }, '/answers/nothing'],
  [
    'a question called like something that every object has',
    { answers: { drink: 'tea', toString: 'a' } },
    '/answers/toString',
  ],
  ['an unknown option', { answers: { drink: 'water' } }, '/answers/drink'],
  ['a list for a single choice', { answers: { drink: ['tea'] } }, '/answers/drink'],
  ['too many choices', { answers: { drink: 'tea', leaves: ['green', 'black', 'white'] } }, '/answers/leaves'],
  ['too few choices', { answers: { drink: 'tea', leaves: [] } }, '/answers/leaves'],
  ['an option chosen twice', { answers: { drink: 'tea', leaves: ['green', 'green'] } }, '/answers/leaves/1'],
  ['a rating beyond the scale', { answers: { drink: 'tea', again: 11 } }, '/answers/again'],
  ['a rating between two points', { answers: { drink: 'tea', again: 1.5 } }, '/answers/again'],
  ['a ranking with a repeat', { answers: { drink: 'tea', order: ['a', 'a'] } }, '/answers/order/1'],
  ['a ranking that is too short', { answers: { drink: 'tea', order: ['a'] } }, '/answers/order'],
  ['a matrix with an unknown row', { answers: { drink: 'tea', grid: { x: 'good' } } }, '/answers/grid/x'],
  ['a matrix with an unknown column', { answers: { drink: 'tea', grid: { food: 'x' } } }, '/answers/grid/food'],
  ['a matrix without all of its rows', { answers: { drink: 'tea', grid: { food: 'good' } } }, '/answers/grid'],
  ['a text over its limit', { answers: { drink: 'tea', words: 'x'.repeat(21) } }, '/answers/words'],
  ['a text of nothing but blanks', { answers: { drink: 'tea', words: '  ' } }, '/answers/words'],
  ['half of a surrogate pair', { answers: { drink: 'tea', words: '\ud800' } }, '/answers/words'],
  ['undeclared metadata', { answers: { drink: 'tea' }, metadata: { other: 'x' } }, '/metadata/other'],
  [
    'metadata over its limit',
    { answers: { drink: 'tea' }, metadata: { customer: 'x'.repeat(11) } },
    '/metadata/customer',
  ],
];

for (const [what, submission, pointer] of refused) {
  test(`${what} is refused by its place`, () => {
    const problem = problemOf('invalid-content', () => checkAnswers(poll, submission));
    assert.deepEqual(
      problem.fieldErrors.map((rule) => rule.pointer),
      [pointer],
    );
  });
}

test('a text counts characters as a person does, not code units', () => {
  checkAnswers(poll, { answers: { drink: 'tea', words: '🌊'.repeat(20) } });
});

test('a text that would do harm elsewhere is words here, stored as they came', () => {
  for (const words of ['$' + '{jndi:ldap://x/a}', '<script>x()</script>', '../../etc/passwd']) {
    assert.deepEqual(checkAnswers(poll, { answers: { drink: 'tea', words } }).answers.words, { t: words });
  }
});

test('required metadata is asked for', () => {
  const strict = openPollOf({ metadata: [{ id: 'customer', required: true }] });
  const problem = problemOf('invalid-content', () => checkAnswers(strict, { answers: { drink: 'tea' } }));
  assert.equal(problem.fieldErrors[0]?.pointer, '/metadata/customer');
});
