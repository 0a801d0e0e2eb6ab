import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkResults, checkSame, checkStored, type Difference, type KnownVoter } from '../../../tools/soak/check.ts';
import { failingHistory } from '../../../tools/soak/history.ts';
import type { Answers, Plan } from '../../../tools/soak/plan.ts';
import type { Stored } from '../../../tools/soak/system.ts';

const pollIds = ['poll-a', 'poll-b'];
const polls = (['refuse', 'replace'] as const).map((changes) => ({
  definition: { title: changes, questions: [] },
  changes,
  erased: 0,
  expired: 0,
}));
const placeOf = (poll: number, name: string) => `${pollIds[poll]}#0 ${name}`;

/** A voter all of whose answers were accepted by the first region. */
const voter = (poll: number, name: string, ...answers: Answers[]): KnownVoter => ({
  planned: { poll, regions: answers.map(() => 0), answers },
  heard: { accepted: answers.map((_, index) => index), maybe: [], regions: new Set([0]) },
  place: placeOf(poll, name),
});
const stored = (poll: number, name: string, index: number): [string, Stored] => [
  placeOf(poll, name),
  { pk: `${pollIds[poll]}#0`, sk: name, pollId: pollIds[poll] ?? '', index },
];

const voters = [
  voter(0, 'ada', { choice: 'a' }),
  voter(0, 'bob', { choice: 'b' }, { choice: 'a', stars: 5 }),
  voter(0, 'cyd', { choice: 'b', stars: 4 }),
  voter(1, 'dan', { choice: 'a' }, { choice: 'c' }),
  voter(1, 'eve', { choice: 'c' }),
];
const plan: Plan = { polls, voters: voters.map(({ planned }) => planned) };
const all = new Map([
  stored(0, 'ada', 0),
  stored(0, 'bob', 0),
  stored(0, 'cyd', 0),
  stored(1, 'dan', 1),
  stored(1, 'eve', 0),
]);
const historyOf = (differences: readonly Difference[], table = all) =>
  failingHistory({ plan, pollIds, voters, stored: table, differences });
const counted = (poll: number, delta: Record<string, number>): Difference => ({
  what: 'counts differ',
  pollId: pollIds[poll] ?? '',
  delta,
});
const names = (history: ReturnType<typeof historyOf>) =>
  history.map((poll) => poll.voters.map(({ place }) => place.split(' ')[1]));

test('without a difference nothing is left', () => {
  assert.deepEqual(historyOf(checkStored(plan, voters, all)), []);
});

test('a voter whose stored response is wrong is told whole, and nobody else', () => {
  const table = new Map([...all, stored(0, 'bob', 1)]);
  const differences = [...checkStored(plan, voters, table), counted(0, { 'choice/b': 1 })];
  assert.deepEqual(historyOf(differences, table), [
    {
      pollId: 'poll-a',
      changes: 'refuse',
      differences: [`${placeOf(0, 'bob')}: stored 1, allowed 0`, 'counts differ'],
      voters: [
        {
          place: placeOf(0, 'bob'),
          because: 'stored otherwise than allowed',
          answers: [
            { sent: { choice: 'b' }, region: 0, heard: 'accepted' },
            { sent: { choice: 'a', stars: 5 }, region: 0, heard: 'accepted' },
          ],
          regions: [0],
          allowed: [0],
          stored: 1,
        },
      ],
      leftOut: 0,
    },
  ]);
});

test('a response that regions have differently is told by its voter', () => {
  const elsewhere = new Map([...all].filter(([place]) => place !== placeOf(1, 'eve')));
  assert.deepEqual(names(historyOf(checkSame(all, elsewhere, 'the other region'))), [['eve']]);
});

test('counts that differ by just one response lead to those who may have sent it', () => {
  const lost = { responses: -1, 'choice/b': -1, 'choice/respondents': -1, 'stars/4': -1, 'stars/respondents': -1 };
  const skips = { 'many/skips': -1, 'order/skips': -1 };
  const history = historyOf([counted(0, { ...lost, ...skips })]);
  assert.deepEqual(names(history), [['cyd']]);
  assert.equal(history[0]?.voters[0]?.because, 'would make the whole difference');
});

test('counts that differ by a change that was not counted lead to who made it', () => {
  assert.deepEqual(names(historyOf([counted(1, { 'choice/a': 1, 'choice/c': -1 })])), [['dan']]);
});

test('what no single voter explains is told by those who touch it, short histories first, a few of them', () => {
  const history = historyOf([counted(0, { 'choice/a': 7 })]);
  assert.deepEqual(names(history), [['ada', 'bob']]);
  assert.equal(history[0]?.voters[0]?.because, 'touches what differs');
  const crowd = Array.from({ length: 20 }, (_, index) => voter(0, `voter-${index}`, { choice: 'a' }));
  const given = { plan, pollIds, voters: crowd, stored: all, differences: [counted(0, { 'choice/a': 7 })] };
  assert.deepEqual(
    failingHistory(given).map(({ voters, leftOut }) => [voters.length, leftOut]),
    [[5, 15]],
  );
});

test('results that differ say by how much', () => {
  const results = { pollId: 'poll-a', state: 'open', responses: 3, questions: {} } as const;
  const [difference] = checkResults({ responses: 5 }, results, 'home');
  assert.deepEqual([difference?.pollId, difference?.delta], ['poll-a', { responses: -2 }]);
});
