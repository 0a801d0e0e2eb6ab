import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { ExportedResponse } from '../../../domain/exports/exported-response.ts';
import { encoderOf } from '../../../functions/exports/encode.ts';
import { noon, openPollOf } from '../../support/polls.ts';

const poll = openPollOf();
const full: ExportedResponse = {
  responseId: 'r1',
  submittedAt: noon,
  answers: {
    drink: { s: 'tea' },
    leaves: { m: ['green', 'white'] },
    again: { r: 9 },
    order: { k: ['b', 'a'] },
    grid: { x: { food: 'good', music: 'bad' } },
    words: { t: 'plain' },
  },
  skipped: [],
  metadata: { customer: 'c-1' },
  country: 'DE',
  device: 'phone',
};
const empty: ExportedResponse = { responseId: 'r2', submittedAt: noon, answers: {}, skipped: ['drink'], metadata: {} };

function csv(responses: readonly ExportedResponse[], wording: 'ids' | 'texts', isFirst = true): string[][] {
  const { text, compressed } = encoderOf(poll, { format: 'csv', wording })(responses, isFirst);
  assert.equal(gunzipSync(compressed).toString(), text);
  return parse(text, { bom: true });
}

test('a CSV file has a column for each question, choice or row, and an empty cell where nothing was answered', () => {
  const [header, first, second] = csv([full, empty], 'ids');
  assert.deepEqual(header, [
    ...['response_id', 'submitted_at', 'country', 'device', 'customer', 'drink'],
    ...['leaves.green', 'leaves.black', 'leaves.white', 'again', 'order.a', 'order.b', 'order.c'],
    ...['grid.food', 'grid.music', 'words'],
  ]);
  const told = ['r1', '2027-01-15T12:00:00.000Z', 'DE', 'phone', 'c-1'];
  assert.deepEqual(first, [...told, 'tea', '1', '0', '1', '9', '2', '1', '', 'good', 'bad', 'plain']);
  assert.deepEqual(second, ['r2', '2027-01-15T12:00:00.000Z', ...Array(14).fill('')]);
});

test('the poll’s texts stand in place of its ids when they are asked for', () => {
  const [header, first] = csv([full], 'texts');
  assert.deepEqual(header?.slice(5, 8), [
    'Tea or coffee?',
    'Which leaves? – Option green',
    'Which leaves? – Option black',
  ]);
  assert.deepEqual(first?.slice(5, 8), ['Option tea', '1', '0']);
});

test('only the first piece has the header', () => {
  assert.deepEqual(csv([empty], 'ids', false).length, 1);
});

for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "=cmd|' /C calc'!A0"]) {
  test(`a text that a spreadsheet would run is quoted: ${JSON.stringify(formula)}`, () => {
    const [row] = csv(
      [{ ...empty, answers: { words: { t: formula } }, metadata: { customer: formula } }],
      'ids',
      false,
    );
    assert.equal(row?.at(-1), `'${formula}`);
    assert.equal(row?.[4], `'${formula}`);
  });
}

test('a rating below zero is a number, and not a formula', () => {
  const [row] = csv([{ ...empty, answers: { again: { r: -3 } } }], 'ids', false);
  assert.equal(row?.[9], '-3');
});

test('line breaks, quotes and commas in a text come back as they were', () => {
  const text = 'one,"two"\r\nthree';
  const [row] = csv([{ ...empty, answers: { words: { t: text } } }], 'ids', false);
  assert.equal(row?.at(-1), text);
});

test('a line of JSON has the answers as a voter gives them', () => {
  const { text } = encoderOf(poll, { format: 'jsonl', wording: 'ids' })([full, empty], true);
  const [first, second] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(first.answers, {
    drink: 'tea',
    leaves: ['green', 'white'],
    again: 9,
    order: ['b', 'a'],
    grid: { food: 'good', music: 'bad' },
    words: 'plain',
  });
  assert.equal(first.country, 'DE');
  assert.deepEqual(second, {
    responseId: 'r2',
    submittedAt: '2027-01-15T12:00:00.000Z',
    answers: {},
    skipped: ['drink'],
    metadata: {},
  });
});

test('a poll’s own texts are no formulas either, in the header as in the cells', () => {
  const evil = '=HYPERLINK("http://evil.example";"Results")';
  const asking = openPollOf({
    questions: [
      { id: 'q', kind: 'single', title: evil, options: [{ id: 'a', label: evil }] },
      { id: 'm', kind: 'multiple', title: evil, options: [{ id: 'a', label: evil }] },
    ],
  });
  const { text } = encoderOf(asking, { format: 'csv', wording: 'texts' })(
    [{ ...empty, answers: { q: { s: 'a' } } }],
    true,
  );
  const [header = [], row = []] = parse(text, { bom: true }) as string[][];
  for (const cell of [...header, ...row]) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  assert.ok(header.includes(`'${evil}`) && row.includes(`'${evil}`));
});
