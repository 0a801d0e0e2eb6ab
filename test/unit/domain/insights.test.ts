import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrossTabFold, isTabQuestion } from '../../../domain/insights/cross-tab.ts';
import { fromCursor, toCursor } from '../../../domain/insights/cursor.ts';
import { findAnswers } from '../../../domain/insights/find-answers.ts';
import { comparePositions, type KeptAnswer } from '../../../domain/insights/kept-answer.ts';
import { NewestAnswersFold } from '../../../domain/insights/newest-answers.ts';
import { OverviewFold } from '../../../domain/insights/overview.ts';
import type { StoredForInsights } from '../../../domain/insights/ports.ts';
import { isDue } from '../../../domain/insights/refresh.ts';
import { clientOf, deviceOf } from '../../../domain/responses/client.ts';
import { noon, openPollOf } from '../../support/polls.ts';
import { problemOf } from '../../support/problems.ts';

const stored = (more: Partial<StoredForInsights> = {}): StoredForInsights => ({
  responseId: 'r',
  submittedAt: noon,
  country: undefined,
  device: 'unknown',
  answers: {},
  ...more,
});

test('buckets are minutes while 300 of them will do, then hours, then days', () => {
  const minute = 60_000;
  for (const [apart, responses, seconds] of [
    [minute, 300, 60],
    [minute, 301, 3_600],
    [60 * minute, 301, 86_400],
    [24 * 60 * minute, 400, 86_400],
  ] as const) {
    const fold = new OverviewFold();
    for (let index = 0; index < responses; index += 1) fold.add(stored({ submittedAt: noon + index * apart }));
    const { bucketSeconds, buckets } = fold.outcome().timeline;
    assert.equal(bucketSeconds, seconds, `${responses} responses`);
    assert.equal(
      buckets.reduce((sum, bucket) => sum + bucket.responses, 0),
      responses,
    );
    for (const { from } of buckets) assert.equal((Date.parse(from) / 1_000) % seconds, 0);
  }
});

test('an overview of nothing has no bucket, no country, and every device with 0', () => {
  assert.deepEqual(new OverviewFold().outcome(), {
    timeline: { bucketSeconds: 60, buckets: [] },
    countries: {},
    devices: { phone: 0, tablet: 0, desktop: 0, unknown: 0 },
  });
});

test('a cross-tab counts who answered both questions, in several cells if they chose several options', () => {
  const [rows, columns] = openPollOf().questions.filter(isTabQuestion);
  assert.ok(rows && columns);
  const fold = new CrossTabFold(rows, columns);
  fold.add(stored({ answers: { drink: { s: 'tea' }, leaves: { m: ['green', 'black', 'green'] } } }));
  fold.add(stored({ answers: { drink: { s: 'tea' }, leaves: { m: ['green'] } } }));
  fold.add(stored({ answers: { drink: { s: 'constructor' }, leaves: { m: ['white'] } } }));
  fold.add(stored({ answers: { drink: { s: 'tea' } } }));
  fold.add(stored({ answers: { leaves: { m: ['green'] } } }));
  const outcome = fold.outcome();
  assert.deepEqual(outcome.rows, { question: 'drink', totals: { tea: 2, coffee: 0, constructor: 1 } });
  assert.deepEqual(outcome.columns, { question: 'leaves', totals: { green: 2, black: 1, white: 1 } });
  assert.deepEqual(outcome.cells.tea, { green: 2, black: 1, white: 0 });
  assert.deepEqual(outcome.cells.constructor, { green: 0, black: 0, white: 1 });
});

test('the newest answers are kept, up to a number and a size', () => {
  const fold = new NewestAnswersFold('words', { answers: 3, bytes: 1_000 });
  for (let index = 0; index < 50; index += 1) {
    const submittedAt = noon + ((index * 7) % 50);
    fold.add(stored({ responseId: `r${index}`, submittedAt, answers: { words: { t: `${submittedAt - noon}` } } }));
  }
  fold.add(stored({ answers: { drink: { s: 'tea' } } }));
  assert.deepEqual(
    fold.outcome().map(({ text }) => text),
    ['49', '48', '47'],
  );
  const small = new NewestAnswersFold('words', { answers: 10, bytes: 5 });
  for (const [index, text] of ['é', 'éé', 'a'].entries()) {
    small.add(stored({ responseId: text, submittedAt: noon + index, answers: { words: { t: text } } }));
  }
  assert.deepEqual(
    small.outcome().map(({ text }) => text),
    ['a', 'éé'],
  );
});

const answers = Array.from({ length: 250 }, (_, index) => ({
  responseId: `r${String(index).padStart(3, '0')}`,
  // Ties, too.
  submittedAt: noon + Math.floor(index / 3),
  text: index % 2 === 0 ? 'Straße' : 'other',
})).sort(comparePositions);
const pages = [answers.slice(0, 90), answers.slice(90, 180), answers.slice(180)];
const head = { run: 'x', pages: pages.map(([first]) => first as KeptAnswer) };
const find = (more: Partial<Parameters<typeof findAnswers>[2]> = {}, read: number[] = []) =>
  findAnswers(
    head,
    async (page) => {
      read.push(page);
      return pages[page];
    },
    { after: undefined, search: undefined, state: 'all', hidden: new Set(), ...more },
  );

test('pages of answers follow each other without a gap, and read no stored page in vain', async () => {
  const seen: string[] = [];
  let after: KeptAnswer | undefined;
  for (let round = 0; ; round += 1) {
    assert.ok(round < 10);
    const found = await find({ after });
    seen.push(...(found?.answers ?? []).map(({ responseId }) => responseId));
    if (!found?.more) break;
    after = found.answers.at(-1);
  }
  assert.deepEqual(
    seen,
    answers.map(({ responseId }) => responseId),
  );
  const read: number[] = [];
  await find({ after: answers[200] as KeptAnswer }, read);
  assert.deepEqual(read, [2]);
});

test('a search knows no upper and lower case, in other scripts neither', async () => {
  for (const search of ['straße', 'STRASSE', 'Strass']) {
    assert.equal((await find({ search }))?.answers.length, 100, search);
  }
  assert.equal((await find({ search: 'stra.e' }))?.answers.length, 0);
});

test('hidden answers are told apart', async () => {
  const hidden = new Set(answers.slice(0, 3).map(({ responseId }) => responseId));
  assert.deepEqual(
    (await find({ hidden, state: 'hidden' }))?.answers.map(({ responseId }) => responseId),
    [...hidden],
  );
  assert.equal((await find({ hidden, state: 'shown' }))?.answers[0]?.responseId, answers[3]?.responseId);
  assert.equal((await find({ hidden, state: 'all' }))?.answers[0]?.hidden, true);
});

test('a cursor leads back to its place, and any other text is refused', () => {
  const poll = openPollOf();
  const place = { submittedAt: noon, responseId: 'abc_-' };
  const cursor = toCursor(poll, place);
  assert.deepEqual(fromCursor(poll, cursor), place);
  const changed = [...cursor].map(
    (letter, index) => cursor.slice(0, index) + (letter === 'A' ? 'B' : 'A') + cursor.slice(index + 1),
  );
  for (const wrong of ['', 'x', `${cursor}A`, `${cursor}=`, ...changed]) {
    problemOf('invalid-request', () => fromCursor(poll, wrong));
  }
  problemOf('invalid-request', () => fromCursor({ salt: 'another poll' }, cursor));
});

test('insights are computed anew when the poll has moved on and they are old, and never after an expiry', () => {
  const made = { asOf: noon, took: 100, basis: 1, responses: 5 };
  const tally = { updatedAt: 2, responses: 6, expired: false };
  const due = (more: Partial<Parameters<typeof isDue>[0]> = {}) => isDue({ made, tally, now: noon + 5_000, ...more });
  assert.equal(due(), true);
  assert.equal(due({ made: undefined }), true);
  assert.equal(due({ now: noon + 4_999 }), false);
  assert.equal(due({ made: { ...made, took: 60_000 } }), false);
  assert.equal(due({ made: { ...made, took: 60_000 }, now: noon + 600_000 }), true);
  assert.equal(due({ tally: { ...tally, updatedAt: 1 } }), false);
  assert.equal(due({ tally: { ...tally, expired: true } }), false);
});

test('devices are told by what browsers call themselves', () => {
  const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0';
  for (const [userAgent, device] of [
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${apple} Mobile/15E148 Safari/604.1`, 'phone'],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36', 'phone'],
    ['Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0', 'phone'],
    ['Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/131.0 Safari/537.36', 'tablet'],
    [`Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) ${apple} Mobile/15E148 Safari/604.1`, 'tablet'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0', 'desktop'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Safari/605.1.15`, 'desktop'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36', 'desktop'],
    ['curl/8.9.1', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    [`${' '.repeat(600)}iPhone`, 'unknown'],
  ] as const) {
    assert.equal(deviceOf(userAgent), device, userAgent);
  }
});

test('what is no country code is no country', () => {
  assert.deepEqual(clientOf({ 'cloudfront-viewer-country': 'DE', 'user-agent': 'iPhone' }), {
    country: 'DE',
    device: 'phone',
  });
  for (const wrong of ['de', 'DEU', 'D', '', undefined, 'D1', 'DE\n']) {
    assert.deepEqual(clientOf({ 'cloudfront-viewer-country': wrong }), {}, wrong);
  }
});
