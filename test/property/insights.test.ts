import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { View } from '../../contracts/insight-job.ts';
import { type Device, devices } from '../../contracts/insights.ts';
import type { StoredAnswer } from '../../contracts/response.ts';
import { compute } from '../../domain/insights/compute.ts';
import { CrossTabFold, type CrossTabOutcome, isTabQuestion } from '../../domain/insights/cross-tab.ts';
import { NewestAnswersFold } from '../../domain/insights/newest-answers.ts';
import { OverviewFold } from '../../domain/insights/overview.ts';
import type { StoredForInsights } from '../../domain/insights/ports.ts';
import { FakeInsights } from '../support/fake-insights.ts';
import { noon, openPollOf } from '../support/polls.ts';

const poll = { ...openPollOf(), shards: 4 };
const [drink, leaves, again] = poll.questions.filter(isTabQuestion);
assert.ok(drink && leaves && again);

const options = ['green', 'black', 'white'];
const response: fc.Arbitrary<StoredForInsights> = fc.record({
  responseId: fc.string({ minLength: 3, maxLength: 8 }),
  submittedAt: fc.oneof(
    fc.integer({ min: noon, max: noon + 3_600_000 }),
    fc.integer({ min: noon, max: noon + 86_400_000 * 500 }),
  ),
  country: fc.constantFrom(undefined, 'DE', 'JP', 'BR'),
  device: fc.constantFrom<Device>(...devices),
  answers: fc.record(
    {
      drink: fc.constantFrom<StoredAnswer>({ s: 'tea' }, { s: 'coffee' }, { s: 'constructor' }),
      leaves: fc.subarray(options, { minLength: 1 }).map((m): StoredAnswer => ({ m })),
      again: fc.integer({ min: 0, max: 10 }).map((r): StoredAnswer => ({ r })),
      words: fc.string({ maxLength: 20 }).map((t): StoredAnswer => ({ t })),
    },
    { requiredKeys: [] },
  ),
});
const many = fc.array(response, { maxLength: 400 });

const has = (answer: StoredAnswer | undefined, option: string) =>
  answer !== undefined &&
  (('s' in answer && answer.s === option) ||
    ('m' in answer && answer.m.includes(option)) ||
    ('r' in answer && String(answer.r) === option));

test('an overview counts every response once by time, country and device, in any order', () => {
  fc.assert(
    fc.property(many, fc.nat(), (responses, turn) => {
      const fold = new OverviewFold();
      for (const one of responses) fold.add(one);
      const { timeline, countries, devices: byDevice } = fold.outcome();
      const width = timeline.bucketSeconds * 1_000;
      for (const { from, responses: counted } of timeline.buckets) {
        const start = Date.parse(from);
        const inside = responses.filter(({ submittedAt }) => submittedAt >= start && submittedAt < start + width);
        assert.equal(counted, inside.length);
      }
      assert.equal(
        timeline.buckets.reduce((sum, { responses: counted }) => sum + counted, 0),
        responses.length,
      );
      assert.ok(timeline.buckets.length <= 300 || timeline.bucketSeconds === 86_400);
      for (const [country, counted] of Object.entries(countries)) {
        assert.equal(counted, responses.filter((one) => (one.country ?? 'unknown') === country).length);
      }
      for (const device of devices) {
        assert.equal(byDevice[device], responses.filter((one) => one.device === device).length);
      }
      const turned = new OverviewFold();
      const at = responses.length === 0 ? 0 : turn % responses.length;
      for (const one of [...responses.slice(at), ...responses.slice(0, at)].reverse()) turned.add(one);
      assert.deepEqual(turned.outcome(), fold.outcome());
    }),
  );
});

test('a cross-tab’s cells and totals equal a naive count of who answered both questions', () => {
  const sides = fc.constantFrom([drink, leaves] as const, [leaves, again] as const, [again, drink] as const);
  fc.assert(
    fc.property(many, sides, (responses, [rows, columns]) => {
      const fold = new CrossTabFold(rows, columns);
      for (const one of responses) fold.add(one);
      const { rows: byRow, columns: byColumn, cells } = fold.outcome();
      const both = responses.filter(({ answers }) => answers[rows.id] && answers[columns.id]);
      for (const [row, total] of Object.entries(byRow.totals)) {
        assert.equal(total, both.filter(({ answers }) => has(answers[rows.id], row)).length);
        for (const [column, counted] of Object.entries(cells[row] ?? {})) {
          const inCell = both.filter(({ answers }) => has(answers[rows.id], row) && has(answers[columns.id], column));
          assert.equal(counted, inCell.length);
        }
      }
      for (const [column, total] of Object.entries(byColumn.totals)) {
        assert.equal(total, both.filter(({ answers }) => has(answers[columns.id], column)).length);
      }
    }),
  );
});

test('the newest answers equal those of a whole list, sorted', () => {
  fc.assert(
    fc.property(fc.uniqueArray(response, { selector: (one) => one.responseId, maxLength: 60 }), (responses) => {
      const fold = new NewestAnswersFold('words', { answers: 5, bytes: 10_000 });
      for (const one of responses) fold.add(one);
      const sorted = responses
        .flatMap(({ responseId, submittedAt, answers: { words } }) =>
          words && 't' in words ? [{ responseId, submittedAt, text: words.t }] : [],
        )
        .sort((a, b) => b.submittedAt - a.submittedAt || (a.responseId > b.responseId ? -1 : 1));
      assert.deepEqual(fold.outcome(), sorted.slice(0, 5));
    }),
  );
});

const view: View = { kind: 'cross-tab', rows: 'drink', columns: 'leaves' };

test('jobs that come twice and workers that are killed at any call leave the right outcome or the one before', async () => {
  const deaths = fc.array(fc.nat(40), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(many, deaths, async (responses, kills) => {
      const fake = new FakeInsights(poll.shards);
      const right = new CrossTabFold(drink, leaves);
      for (const one of responses) right.add(one);
      fake.responses = responses;
      fake.tallyState = { updatedAt: 7, responses: responses.length, expired: false };
      for (const [index, diesIn] of kills.entries()) {
        fake.diesIn = diesIn;
        await compute(fake.ports(), { poll, job: { pollId: poll.id, view, askedAt: fake.clock }, worker: `w${index}` })
          // A second message of the same job, while the worker's lease holds or after it.
          .catch(() => undefined);
        fake.diesIn = Number.POSITIVE_INFINITY;
        if (fake.kept) assert.deepEqual(fake.kept.outcome, right.outcome());
        fake.clock += 31_000;
      }
      const job = { pollId: poll.id, view, askedAt: fake.clock };
      const results = await Promise.all(['a', 'b'].map((worker) => compute(fake.ports(), { poll, job, worker })));
      assert.deepEqual(
        results.filter((result) => result === 'computed'),
        ['computed'],
      );
      assert.deepEqual(fake.kept?.outcome as CrossTabOutcome, right.outcome());
      assert.equal(await compute(fake.ports(), { poll, job, worker: 'c' }), 'answered');
      assert.equal(fake.lease, undefined);
    }),
    { numRuns: 100 },
  );
});

test('what an emptied table says never takes the place of what was there', async () => {
  const ask = (fake: FakeInsights) =>
    compute(fake.ports(), { poll, job: { pollId: poll.id, view, askedAt: fake.clock }, worker: 'w' });
  await fc.assert(
    fc.asyncProperty(fc.array(response, { minLength: 1, maxLength: 50 }), fc.nat(), async (responses, some) => {
      const fake = new FakeInsights(poll.shards);
      fake.responses = responses;
      fake.tallyState = { updatedAt: 7, responses: responses.length, expired: false };
      assert.equal(await ask(fake), 'computed');
      const before = fake.kept;
      // Gone from the table, and the stream hasn't told it yet.
      fake.responses = responses.slice(1 + (some % responses.length));
      assert.equal(await ask(fake), 'kept');
      fake.tallyState = { ...fake.tallyState, expired: true };
      assert.equal(await ask(fake), 'kept');
      assert.equal(fake.kept, before);
    }),
    { numRuns: 50 },
  );
});
