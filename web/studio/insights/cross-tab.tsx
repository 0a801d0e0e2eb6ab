import { useSignal } from '@preact/signals';
import type { CrossTab } from '../../../contracts/insights.ts';
import type { Question } from '../../../contracts/poll.ts';
import { formatted } from '../components/bars.tsx';
import { SelectField } from '../components/choice-fields.tsx';
import { Loading, Notice } from '../components/notice.tsx';
import { useComputed } from './computed.ts';

interface CrossTabProps {
  readonly pollId: string;
  /** Those that can be crossed: at least two. */
  readonly questions: readonly Question[];
}

/** How the answers to two questions go together, as a table whose cells are the darker the more they hold. */
export function CrossTabPart({ pollId, questions }: CrossTabProps) {
  const rows = useSignal(questions[0]?.id ?? '');
  const columns = useSignal(questions[1]?.id ?? '');
  const options = questions.map(({ id, title }) => [id, title] as const);
  return (
    <>
      <div class="row wrap">
        <SelectField
          label="Rows"
          value={rows.value}
          options={options}
          change={(id) => {
            if (id === columns.value) columns.value = rows.value;
            rows.value = id;
          }}
        />
        <SelectField
          label="Columns"
          value={columns.value}
          options={options}
          change={(id) => {
            if (id === rows.value) rows.value = columns.value;
            columns.value = id;
          }}
        />
      </div>
      <Table
        path={`/polls/${pollId}/insights/cross-tab?rows=${rows.value}&columns=${columns.value}`}
        rows={questions.find(({ id }) => id === rows.value)}
        columns={questions.find(({ id }) => id === columns.value)}
      />
    </>
  );
}

function Table({ path, rows, columns }: { path: string; rows: Question | undefined; columns: Question | undefined }) {
  const { value, problem } = useComputed<CrossTab>(path);
  const table = value.value;
  if (problem.value) return <Notice tone="bad">{problem.value}</Notice>;
  if (!table || !rows || !columns) return <Loading />;
  const across = answersOf(columns);
  const most = Math.max(1, ...Object.values(table.cells).flatMap((counts) => Object.values(counts)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by arrow keys
    <section class="scroll" tabIndex={0} aria-label="Cross-tab">
      <table class="heat">
        <thead>
          <tr>
            <th scope="col">{rows.title}</th>
            {across.map(([id, label]) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answersOf(rows).map(([id, label]) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {across.map(([column]) => {
                const count = table.cells[id]?.[column] ?? 0;
                return (
                  <td key={column} style={{ '--heat': `${Math.round((count / most) * 45)}%` }}>
                    {formatted(count)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function answersOf(question: Question): (readonly [string, string])[] {
  if (question.kind === 'rating') {
    return Array.from({ length: question.max - question.min + 1 }, (_, index) => {
      const point = String(question.min + index);
      return [point, point] as const;
    });
  }
  return 'options' in question ? question.options.map(({ id, label }) => [id, label] as const) : [];
}
