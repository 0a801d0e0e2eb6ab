import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantRunoff } from '../../../domain/outcomes/instant-runoff.ts';
import { summarizeRatings } from '../../../domain/outcomes/rating-summary.ts';
import { counterNames } from '../../../domain/tallies/counters.ts';
import { resultsOf } from '../../../domain/tallies/results.ts';
import { assertVisible } from '../../../domain/tallies/visibility.ts';
import { noon, openPollOf } from '../../support/polls.ts';

const ballots = (...lines: [number, string][]) =>
  lines.map(([weight, ranking]) => ({ weight, ranking: ranking.split('') }));

test('a majority of first choices wins at once', () => {
  const { winner, rounds } = instantRunoff(['a', 'b'], ballots([3, 'ab'], [2, 'ba']));
  assert.equal(winner, 'a');
  assert.deepEqual(rounds, [{ counts: { a: 3, b: 2 }, exhausted: 0, eliminated: [] }]);
});

test('the ballots of the last option go on to their next one', () => {
  // Tideman's capitals of Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17; Knoxville wins.
  const { winner, rounds } = instantRunoff(
    ['m', 'n', 'c', 'k'],
    ballots([42, 'mnck'], [26, 'nckm'], [15, 'cknm'], [17, 'kcnm']),
  );
  assert.equal(winner, 'k');
  assert.deepEqual(
    rounds.map((round) => round.eliminated),
    [['c'], ['n'], []],
  );
});

test('a ballot whose options are all out is exhausted', () => {
  const { winner, rounds } = instantRunoff(['a', 'b', 'c'], ballots([4, 'a'], [3, 'b'], [2, 'c']));
  assert.equal(winner, 'a');
  assert.equal(rounds.at(-1)?.exhausted, 2);
});

test('a tie for the last place is broken by the round before', () => {
  const { rounds } = instantRunoff(['a', 'b', 'c', 'd'], ballots([5, 'a'], [4, 'b'], [3, 'c'], [1, 'dc']));
  assert.deepEqual(
    rounds.map((round) => round.eliminated),
    [['d'], ['c'], []],
  );
});

test('options that are tied to the end have no winner among them', () => {
  const { winner, rounds } = instantRunoff(['a', 'b'], ballots([2, 'a'], [2, 'b']));
  assert.equal(winner, undefined);
  assert.deepEqual(rounds.at(-1)?.eliminated, ['a', 'b']);
  assert.equal(instantRunoff(['a', 'b'], []).winner, undefined);
});

test('ratings have a mean, a median, a standard deviation and a Net Promoter Score', () => {
  // 0, 6, 7, 9, 10, 10: two detractors and three promoters of six.
  const summary = summarizeRatings(
    new Map([
      [10, 2],
      [0, 1],
      [6, 1],
      [7, 1],
      [9, 1],
      [8, 0],
    ]),
    true,
  );
  assert.equal(summary.mean, 7);
  assert.equal(summary.median, 8);
  assert.ok(Math.abs((summary.standardDeviation ?? 0) - Math.sqrt(72 / 6)) < 1e-12);
  assert.ok(Math.abs((summary.nps ?? 0) - 100 / 6) < 1e-12);
});

test('nobody has no mean', () => {
  assert.deepEqual(summarizeRatings(new Map([[1, 0]]), true), {});
});

test('results give counts for every option, Borda points and first choices', () => {
  const poll = openPollOf();
  const counters = new Map([
    [counterNames.responses, 3],
    [counterNames.answered('drink'), 3],
    [counterNames.option('drink', 'tea'), 2],
    [counterNames.skipped('order'), 1],
    [counterNames.answered('order'), 2],
    [counterNames.position('order', 'a', 0), 2],
    [counterNames.position('order', 'b', 1), 1],
    [counterNames.position('order', 'c', 1), 1],
    [counterNames.cell('grid', 'food', 'bad'), 1],
  ]);
  const results = resultsOf(poll, { counters, updatedAt: noon }, noon);
  assert.equal(results.responses, 3);
  assert.deepEqual(results.questions.drink, {
    kind: 'single',
    respondents: 3,
    skips: 0,
    counts: { tea: 2, coffee: 0, constructor: 0 },
  });
  assert.deepEqual(results.questions.order, {
    kind: 'ranking',
    respondents: 2,
    skips: 1,
    positions: { a: [2, 0, 0], b: [0, 1, 0], c: [0, 1, 0] },
    borda: { a: 4, b: 1, c: 1 },
    firstChoices: { a: 2, b: 0, c: 0 },
  });
  const grid = results.questions.grid;
  assert.equal(grid?.kind === 'matrix' && grid.rows.food?.bad, 1);
});

const stranger = { workspaceId: async () => undefined, hasVoted: async () => false };
const closing = { closesAt: new Date(noon + 10).toISOString() };

test('results show to whom the policy says, and when', async () => {
  const cases = [
    ['always', stranger, noon, { shared: true }],
    ['after-voting', stranger, noon, 'results-hidden'],
    ['after-voting', { ...stranger, hasVoted: async () => true }, noon, { shared: false }],
    ['after-voting', stranger, noon + 10, { shared: true }],
    ['after-closing', { ...stranger, hasVoted: async () => true }, noon, 'results-hidden'],
    ['after-closing', stranger, noon + 10, { shared: true }],
    ['never', stranger, noon + 10, 'results-hidden'],
    ['never', { ...stranger, workspaceId: async () => 'acme' }, noon, { shared: false }],
    ['never', { ...stranger, workspaceId: async () => 'other' }, noon, 'results-hidden'],
  ] as const;
  for (const [results, viewer, now, expected] of cases) {
    const poll = openPollOf({ ...closing, policy: { results } });
    const outcome = assertVisible(poll, viewer, now);
    if (typeof expected === 'string') await assert.rejects(outcome, { code: expected }, results);
    else assert.deepEqual(await outcome, expected, results);
  }
});
