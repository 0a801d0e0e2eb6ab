import type { PollDefinition, Question } from '../../contracts/poll.ts';
import { columnsWithHeader, findColumn } from './columns.ts';
import { normalize, type Table } from './csv.ts';
import { type Mapping, type MappingInput, mappingSchema } from './mapping.ts';

type MappedInput = MappingInput['questions'][number];

/**
 * The mapping of a file whose headers are the poll's own texts. A question's column bears its title. Where each
 * option (or row of a matrix) has a column, that bears `Title [Label]`.
 * @throws UsageError where a question has no column
 */
export function matchColumns(poll: PollDefinition, table: Table): Mapping {
  return mappingSchema.parse({
    title: poll.title,
    questions: poll.questions.map((question) => matchQuestion(question, table)),
  } satisfies MappingInput);
}

function matchQuestion(question: Question, table: Table): MappedInput {
  const { id, kind, title } = question;
  const spread = (labels: readonly { label: string }[]) =>
    labels.map(({ label }) => findColumn(table, `${title} [${label}]`) + 1);
  switch (kind) {
    case 'single':
    case 'text':
    case 'rating':
      return { id, kind, column: title };
    case 'multiple':
    case 'ranking':
      if (columnsWithHeader(table, normalize(title)).length > 0) return { id, kind, column: title };
      return { id, kind, columns: spread(question.options) };
    case 'matrix':
      return { id, kind, columns: spread(question.rows) };
  }
}
