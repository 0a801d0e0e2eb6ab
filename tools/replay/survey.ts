import {
  type PollDefinition,
  type PollDefinitionInput,
  pollDefinitionSchema,
  type Question,
} from '../../contracts/poll.ts';
import { bindQuestion } from './bind.ts';
import type { Binding } from './binding.ts';
import type { Table } from './csv.ts';
import { UsageError } from './errors.ts';
import { checked, type Mapping } from './mapping.ts';

/** A poll, and where each of its questions stands in the file. */
export interface Survey {
  readonly poll: PollDefinition;
  /** In the poll's order of questions. */
  readonly bindings: readonly Binding[];
}

/**
 * Makes the poll that a mapping describes, every question optional, since exports hold skipped ones; or, given a
 * poll that was written by hand, finds each mapped question in it.
 * @param place the mapping file, named in errors
 * @throws UsageError where mapping, poll and file don't fit together
 */
export function makeSurvey(mapping: Mapping, table: Table, place: string, poll?: PollDefinition): Survey {
  const found = mapping.questions.map((mapped) => {
    const at = `${place}, question "${mapped.id}"`;
    const known = poll?.questions.find(({ id }) => id === mapped.id);
    if (poll && !known) throw new UsageError(`${at}: the poll has no such question`);
    return bindQuestion(mapped, table, at, known);
  });
  const definition = poll ?? checked(pollDefinitionSchema, draftPoll(mapping, found), `the poll made from ${place}`);
  return { poll: definition, bindings: inOrder(definition.questions, found) };
}

function draftPoll(mapping: Mapping, bindings: readonly Binding[]): PollDefinitionInput {
  return {
    title: mapping.title,
    language: mapping.language,
    questions: bindings.map(({ question }) => question),
    policy: { voters: 'device', changes: 'refuse', results: 'always' },
  };
}

/** A question's `showIf` looks at the ones before it, so they have to be read first. */
function inOrder(questions: readonly Question[], bindings: readonly Binding[]): Binding[] {
  return questions.flatMap(({ id }) => bindings.filter(({ question }) => question.id === id));
}
