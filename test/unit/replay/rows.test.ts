import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollDefinitionSchema } from '../../../contracts/poll.ts';
import { countFile } from '../../../tools/replay/count.ts';
import { readResponses } from '../../../tools/replay/rows.ts';
import { makeSurvey } from '../../../tools/replay/survey.ts';
import { mapping, table } from './fixtures.ts';

test('unmappable values are reported by row and column and stay out of answers and counts alike', () => {
  const file = table('Stars,Best,Second,Fan\n4,1,2,Yes\nlots,2,2,Maybe\n,,,No\n');
  const survey = makeSurvey(
    mapping([
      { id: 'stars', kind: 'rating', column: 1 },
      { id: 'rank', kind: 'ranking', columns: '2-3' },
      { id: 'fan', kind: 'single', column: 4, options: ['Yes', 'No'] },
    ]),
    file,
    'm.json',
  );
  const responses = readResponses(survey, file);
  assert.deepEqual(
    responses.unmappable.map(({ row, column, value }) => ({ row, column, value })),
    [
      { row: 3, column: 1, value: 'lots' },
      { row: 3, column: 2, value: '2, 2' },
      { row: 3, column: 4, value: 'Maybe' },
    ],
  );
  assert.deepEqual(responses.respondents[1], { row: 3, answers: {} });
  const tally = countFile(survey, file, responses);
  assert.deepEqual(Object.fromEntries(tally.get('rank') ?? []), {
    respondents: 1,
    skips: 2,
    'position/best/1': 1,
    'position/second/2': 1,
    'first/best': 1,
  });
  assert.deepEqual(Object.fromEntries(tally.get('fan') ?? []), {
    respondents: 2,
    skips: 1,
    'option/yes': 1,
    'option/no': 1,
  });
});

test('a row with nothing but its identifier is a respondent who skipped everything', () => {
  const file = table('Id,Fan\n1,\n2,Yes\n');
  const survey = makeSurvey(mapping([{ id: 'fan', kind: 'single', column: 2 }]), file, 'm.json');
  assert.deepEqual(readResponses(survey, file).respondents[0], { row: 2, answers: {} });
});

const dependent = pollDefinitionSchema.parse({
  title: 'Pets',
  questions: [
    {
      id: 'pet',
      kind: 'single',
      title: 'Pet?',
      options: [
        { id: 'y', label: 'Yes' },
        { id: 'n', label: 'No' },
      ],
    },
    { id: 'name', kind: 'text', title: 'Name?', optional: true, showIf: [{ question: 'pet', anyOf: ['y'] }] },
  ],
});

test('answers to a question that earlier answers hide stay out, and its absence is no skip', () => {
  const file = table('Pet?,Name?\nYes,\nNo,Rex\nYes,Tom\n');
  const columns = mapping([
    { id: 'name', kind: 'text', column: 2 },
    { id: 'pet', kind: 'single', column: 1 },
  ]);
  const survey = makeSurvey(columns, file, 'm.json', dependent);
  const responses = readResponses(survey, file);
  assert.deepEqual(responses.respondents[1]?.answers, { pet: 'n' });
  assert.equal(responses.unmappable[0]?.reason, 'earlier answers hide this question');
  assert.deepEqual(Object.fromEntries(countFile(survey, file, responses).get('name') ?? []), {
    respondents: 1,
    skips: 1,
  });
});

test('a row without the answer that a poll asks for stays out as a whole', () => {
  const file = table('Pet?,Name?\n,Rex\nYes,Tom\n');
  const columns = mapping([{ id: 'pet', kind: 'single', column: 1 }]);
  const responses = readResponses(makeSurvey(columns, file, 'm.json', dependent), file);
  assert.deepEqual([...responses.leftOutRows], [2]);
  assert.equal(responses.respondents.length, 1);
});
