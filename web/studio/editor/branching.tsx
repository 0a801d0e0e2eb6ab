import { useId } from 'preact/hooks';
import type { Question, ShowIf } from '../../../contracts/poll.ts';
import { CheckField, SelectField } from '../components/choice-fields.tsx';

interface BranchingProps {
  readonly conditions: readonly ShowIf[];
  /** Questions before this one. */
  readonly earlier: readonly Question[];
  readonly pointer: string;
  readonly change: (conditions: ShowIf[] | undefined) => void;
}

/** Which earlier answers a question shows for. */
export function Branching({ conditions, earlier, pointer, change }: BranchingProps) {
  const sources = earlier.filter(({ kind }) => kind !== 'text' && kind !== 'matrix');
  const [first] = sources;
  const set = (index: number, condition: ShowIf) =>
    change(conditions.map((one, position) => (position === index ? condition : one)));
  const remove = (index: number) => {
    const rest = conditions.filter((_, position) => position !== index);
    change(rest.length > 0 ? rest : undefined);
  };
  const id = useId();
  if (!first && conditions.length === 0) return null;
  return (
    <fieldset class="plain">
      <legend id={id}>Show only if</legend>
      {conditions.map((condition, index) => {
        const source = sources.find((candidate) => candidate.id === condition.question);
        return (
          <div class="condition" key={index}>
            <SelectField
              label={index === 0 ? 'The answer to' : 'and the answer to'}
              pointer={`${pointer}/${index}/question`}
              value={condition.question}
              options={sources.map((one) => [one.id, one.title || one.id] as const)}
              change={(question) => set(index, { question, anyOf: [] })}
            />
            <fieldset class="plain" aria-label="is one of">
              <p class="hint" aria-hidden="true">
                is one of
              </p>
              <div class="row wrap">
                {answersOf(source).map(([value, label]) => (
                  <CheckField
                    key={value}
                    label={label}
                    checked={condition.anyOf.includes(value)}
                    change={(on) => {
                      const rest = condition.anyOf.filter((one) => one !== value);
                      set(index, { ...condition, anyOf: on ? [...rest, value] : rest });
                    }}
                  />
                ))}
              </div>
            </fieldset>
            <button type="button" class="small" onClick={() => remove(index)}>
              Remove condition
            </button>
          </div>
        );
      })}
      {first && conditions.length < 5 && (
        <button
          type="button"
          class="small"
          onClick={() => change([...conditions, { question: sources.at(-1)?.id ?? first.id, anyOf: [] }])}
        >
          Add condition
        </button>
      )}
    </fieldset>
  );
}

function answersOf(source: Question | undefined): (readonly [string | number, string])[] {
  if (source?.kind === 'rating') {
    const points = Math.min(101, Math.max(0, source.max - source.min + 1));
    return Array.from({ length: points }, (_, index) => [source.min + index, String(source.min + index)] as const);
  }
  return source && 'options' in source ? source.options.map(({ id, label }) => [id, label || id] as const) : [];
}
