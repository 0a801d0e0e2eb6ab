import { type PollDefinitionInput, pollDefinitionSchema } from '../../contracts/poll.ts';
import { createPoll } from '../../domain/polls/edit.ts';
import type { Poll } from '../../domain/polls/poll.ts';

/** Noon of a day in 2027, in milliseconds since 1970. */
export const noon = Date.UTC(2027, 0, 15, 12);

const options = (...ids: string[]) => ids.map((id) => ({ id, label: `Option ${id}` }));

/** A poll with a question of each kind, and one that shows only for the answer `tea`. */
export const everyKind: PollDefinitionInput = {
  title: 'Everything at once',
  questions: [
    { id: 'drink', kind: 'single', title: 'Tea or coffee?', options: options('tea', 'coffee', 'constructor') },
    {
      id: 'leaves',
      kind: 'multiple',
      title: 'Which leaves?',
      optional: true,
      showIf: [{ question: 'drink', anyOf: ['tea'] }],
      options: options('green', 'black', 'white'),
      maxChoices: 2,
    },
    { id: 'again', kind: 'rating', title: 'Would you recommend it?', optional: true, min: 0, max: 10, nps: true },
    {
      id: 'order',
      kind: 'ranking',
      title: 'Rank them',
      optional: true,
      options: options('a', 'b', 'c'),
      minRanked: 2,
    },
    {
      id: 'grid',
      kind: 'matrix',
      title: 'How was it?',
      optional: true,
      rows: options('food', 'music'),
      columns: options('good', 'bad'),
    },
    { id: 'words', kind: 'text', title: 'Anything else?', optional: true, maxLength: 20 },
  ],
  metadata: [{ id: 'customer', maxLength: 10 }],
};

/** A definition as the API takes it, with changes. */
export function definition(changes: Partial<PollDefinitionInput> = {}) {
  return pollDefinitionSchema.parse({ ...everyKind, ...changes });
}

/** A poll that opened at noon, with changes to its definition. */
export function openPollOf(changes: Partial<PollDefinitionInput> = {}): Poll {
  const id = '01JHKZ5Y2N8Q4V6X7W9B3C5D1E';
  const poll = createPoll({ definition: definition(changes), id, workspaceId: 'acme', now: noon });
  return { ...poll, openedAt: new Date(noon).toISOString() };
}
