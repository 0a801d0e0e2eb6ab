import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollDefinitionSchema } from '../../../contracts/poll.ts';
import { draftMapping } from '../../../tools/replay/draft.ts';
import { checked, mappingSchema } from '../../../tools/replay/mapping.ts';
import { matchColumns } from '../../../tools/replay/match.ts';
import { readResponses } from '../../../tools/replay/rows.ts';
import { makeSurvey } from '../../../tools/replay/survey.ts';
import { mapping, surveyFile, table } from './fixtures.ts';

test('a mapping that breaks a rule is refused with the place in it', () => {
  const wrong = { title: 'x', questions: [{ id: 'a', kind: 'multiple', column: 1, columns: '2-3' }] };
  assert.throws(
    () => checked(mappingSchema, wrong, 'm.json'),
    /m\.json breaks a rule at questions\[0\]: must have either "column" or "columns"/,
  );
  assert.throws(() => checked(mappingSchema, { ...wrong, headers: 2 }, 'm.json'), /Unrecognized key: "headers"/);
});

test('a column that is missing, ambiguous or out of range is named with its question', () => {
  const file = table('Age,Age,Town\n1,2,x\n');
  const bind = (column: string | number) => makeSurvey(mapping([{ id: 'q', kind: 'single', column }]), file, 'm.json');
  assert.throws(() => bind('Size'), /m\.json, question "q": no column has the header "Size"/);
  assert.throws(() => bind('Age'), /the header "Age" stands over columns 1, 2; name the number/);
  assert.throws(() => bind(4), /there is no column 4: the file has 3/);
});

test('automatic options are the distinct cells in order of appearance, with ids that the API takes', () => {
  const file = table('Age\n> 60\n18-29\n> 60\nn/a\n60\n老\n');
  const { poll } = makeSurvey(mapping([{ id: 'age', kind: 'single', column: 'Age', ignore: ['n/a'] }]), file, 'm.json');
  assert.deepEqual(poll.questions[0], {
    id: 'age',
    kind: 'single',
    title: 'Age',
    optional: true,
    options: [
      { id: '60', label: '> 60' },
      { id: '18-29', label: '18-29' },
      { id: '60-2', label: '60' },
      { id: 'option', label: '老' },
    ],
  });
});

test('cells can be codes of options, and lists in one cell are taken apart', () => {
  const file = table('Sex,Pets\n2,Dog; Cat;\n1,\n');
  const survey = makeSurvey(
    mapping([
      {
        id: 'sex',
        kind: 'single',
        column: 1,
        options: [
          { label: 'Female', id: 'f', cells: ['2'] },
          { label: 'Male', cells: ['1'] },
        ],
      },
      { id: 'pets', kind: 'multiple', column: 2 },
    ]),
    file,
    'm.json',
  );
  assert.deepEqual(
    readResponses(survey, file).respondents.map(({ answers }) => answers),
    [{ sex: 'f', pets: ['dog', 'cat'] }, { sex: 'male' }],
  );
});

test('a poll written by hand finds its columns by title and its options by label', () => {
  const poll = pollDefinitionSchema.parse({
    title: 'Lunch',
    questions: [
      {
        id: 'dish',
        kind: 'single',
        title: 'Which dish?',
        options: [
          { id: 'a', label: 'Soup' },
          { id: 'b', label: 'Pie' },
        ],
      },
      {
        id: 'days',
        kind: 'multiple',
        title: 'Days',
        optional: true,
        options: [
          { id: 'm', label: 'Mon' },
          { id: 't', label: 'Tue' },
        ],
      },
    ],
  });
  const file = table('Days [Mon],Days [Tue],Which dish?\nx,x,Pie\n,,Soup\n');
  const survey = makeSurvey(matchColumns(poll, file), file, 'test.csv', poll);
  assert.deepEqual(
    readResponses(survey, file).respondents.map(({ answers }) => answers),
    [{ dish: 'b', days: ['m', 't'] }, { dish: 'a' }],
  );
});

test('a draft for the Star Wars export has its header rows, encoding and kinds', () => {
  const draft = draftMapping(surveyFile('star-wars.csv'));
  const kinds = draft.questions.map(({ kind }) => kind).join(' ');
  assert.equal(draft.headerRows, 2);
  assert.equal(draft.encoding, 'windows-1252');
  assert.equal(kinds, `single single multiple ranking matrix${' single'.repeat(9)}`);
});
