import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countFile } from '../../../tools/replay/count.ts';
import { readResponses } from '../../../tools/replay/rows.ts';
import { readInput } from '../../../tools/replay/run.ts';
import { surveyFile } from './fixtures.ts';

// The numbers in this file come from a separate script: Python's csv module and collections.Counter over the raw
// cells of each column, read as Windows-1252, without any of Groundswell's code.

function countSurvey(name: string) {
  const { survey, table } = readInput({
    responses: surveyFile(`${name}.csv`),
    source: { mapping: surveyFile(`${name}.mapping.json`) },
    duplicate: 0,
  });
  const responses = readResponses(survey, table);
  const tally = countFile(survey, table, responses);
  const of = (question: string) => Object.fromEntries(tally.get(question) ?? []);
  return { survey, responses, of };
}

test('the comma survey goes in whole, with the counts of its file', () => {
  const { responses, survey, of } = countSurvey('comma-survey');
  assert.equal(responses.respondents.length, 1_129);
  assert.deepEqual(responses.unmappable, []);
  assert.equal(survey.poll.questions.length, 12);
  assert.deepEqual(of('heard-of-it'), { respondents: 1_099, skips: 30, 'option/yes': 655, 'option/no': 444 });
  assert.deepEqual(Object.values(of('sentence')), [1_129, 0, 488, 641]);
  assert.deepEqual(of('age'), {
    respondents: 1_037,
    skips: 92,
    'option/18-29': 221,
    'option/30-44': 254,
    'option/45-60': 290,
    'option/60': 272,
  });
  assert.equal(of('income').skips, 293);
  assert.equal(of('region')['option/east-south-central'], 43);
});

test('the Star Wars survey goes in whole, with the counts of its file', () => {
  const { responses, survey, of } = countSurvey('star-wars');
  assert.equal(responses.respondents.length, 1_186);
  assert.deepEqual(responses.unmappable, []);
  assert.equal(survey.poll.questions.length, 14);
  assert.deepEqual(of('seen-any'), { respondents: 1_186, skips: 0, 'option/yes': 936, 'option/no': 250 });
  assert.deepEqual(of('fan-expanded'), { respondents: 213, skips: 973, 'option/yes': 99, 'option/no': 114 });
  assert.deepEqual(Object.values(of('films')), [835, 351, 673, 571, 550, 607, 758, 738]);
});

test('partial rankings and partly filled matrices of the Star Wars survey count', () => {
  const { responses, survey, of } = countSurvey('star-wars');
  const [first] = survey.poll.questions.flatMap((question) => (question.kind === 'ranking' ? question.options : []));
  const ranking = of('ranking');
  const positions = [1, 2, 3, 4, 5, 6].map((rank) => ranking[`position/${first?.id}/${rank}`]);
  assert.deepEqual([ranking.respondents, ranking.skips], [836, 350]);
  assert.deepEqual(positions, [129, 71, 130, 237, 100, 168]);
  assert.equal(ranking[`first/${first?.id}`], 129);
  assert.deepEqual(
    responses.respondents
      .filter(({ answers }) => Array.isArray(answers.ranking) && answers.ranking.length === 5)
      .map(({ row }) => row),
    [387, 892],
  );
  const characters = of('characters');
  assert.deepEqual([characters.respondents, characters.skips], [834, 352]);
  assert.equal(characters['cell/han-solo/very-favorably'], 610);
  assert.equal(characters['cell/jar-jar-binks/very-unfavorably'], 204);
});
