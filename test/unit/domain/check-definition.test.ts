import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PollDefinitionInput, pollDefinitionSchema } from '../../../contracts/poll.ts';
import { checkDefinition } from '../../../domain/polls/check-definition.ts';
import { definition, everyKind } from '../../support/polls.ts';

const choice = (id: string, more: object = {}) => ({
  id,
  kind: 'single' as const,
  title: 'Choose',
  options: [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ],
  ...more,
});

test('a poll with a question of each kind is sound', () => {
  assert.deepEqual(checkDefinition(definition()), []);
});

const unsound: [string, Partial<PollDefinitionInput>, string][] = [
  ['two questions with one id', { questions: [choice('q'), choice('q')] }, '/questions/1/id'],
  [
    'two options with one id',
    {
      questions: [
        choice('q', {
          options: [
            { id: 'a', label: 'A' },
            { id: 'a', label: 'B' },
          ],
        }),
      ],
    },
    '/questions/0/options/1/id',
  ],
  [
    'fewer choices at most than at least',
    { questions: [choice('q', { kind: 'multiple', minChoices: 2, maxChoices: 1 })] },
    '/questions/0/minChoices',
  ],
  [
    'more choices than options',
    { questions: [choice('q', { kind: 'multiple', maxChoices: 3 })] },
    '/questions/0/maxChoices',
  ],
  ['a scale upside down', { questions: [{ id: 'q', kind: 'rating', title: 'R', min: 5, max: 1 }] }, '/questions/0/max'],
  ['a scale too wide', { questions: [{ id: 'q', kind: 'rating', title: 'R', min: -1, max: 100 }] }, '/questions/0/max'],
  [
    'a Net Promoter Score on another scale',
    { questions: [{ id: 'q', kind: 'rating', title: 'R', min: 1, max: 5, nps: true }] },
    '/questions/0/nps',
  ],
  [
    'more ranks than options',
    { questions: [choice('q', { kind: 'ranking', minRanked: 3 })] },
    '/questions/0/minRanked',
  ],
  [
    'a condition on a later question',
    { questions: [choice('q', { showIf: [{ question: 'r', anyOf: ['a'] }] }), choice('r')] },
    '/questions/0/showIf/0/question',
  ],
  [
    'a condition on an unknown option',
    { questions: [choice('q'), choice('r', { showIf: [{ question: 'q', anyOf: ['z'] }] })] },
    '/questions/1/showIf/0/anyOf/0',
  ],
  ['closing before opening', { opensAt: '2027-01-02T00:00:00Z', closesAt: '2027-01-01T00:00:00Z' }, '/closesAt'],
  [
    'a translation of nothing',
    { translations: { de: { 'nothing.title': 'Nichts' } } },
    '/translations/de/nothing.title',
  ],
  ['two metadata fields with one id', { metadata: [{ id: 'm' }, { id: 'm' }] }, '/metadata/1/id'],
  ['an open poll whose answers change', { policy: { voters: 'open', changes: 'replace' } }, '/policy/voters'],
  [
    'more choices in one response than a tally update can hold',
    {
      questions: ['p', 'q', 'r'].map((id) =>
        choice(id, {
          kind: 'multiple',
          options: Array.from({ length: 50 }, (_, index) => ({ id: `o${index}`, label: 'O' })),
        }),
      ),
    },
    '/questions',
  ],
];

for (const [what, changes, pointer] of unsound) {
  test(`${what} is named by its place`, () => {
    const rules = checkDefinition(pollDefinitionSchema.parse({ ...everyKind, ...changes }));
    assert.deepEqual(
      rules.map((rule) => rule.pointer),
      [pointer],
    );
  });
}
