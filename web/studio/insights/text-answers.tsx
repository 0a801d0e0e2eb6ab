import { useSignal } from '@preact/signals';
import type { TextAnswer, TextAnswers } from '../../../contracts/insights.ts';
import type { Question } from '../../../contracts/poll.ts';
import { messageOf, send } from '../api.ts';
import { SelectField } from '../components/choice-fields.tsx';
import { Loading, Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useComputed } from './computed.ts';

type Shown = 'shown' | 'hidden' | 'all';

/** What people wrote: to search, to page through, to hide and show. */
export function TextAnswersPart({ pollId, questions }: { pollId: string; questions: readonly Question[] }) {
  const question = useSignal(questions[0]?.id ?? '');
  const state = useSignal<Shown>('shown');
  const typed = useSignal('');
  const search = useSignal('');
  const query = new URLSearchParams({ state: state.value, ...(search.value ? { search: search.value } : {}) });
  const path = `/polls/${pollId}/answers/${question.value}`;
  return (
    <>
      <form
        class="row wrap end-aligned"
        onSubmit={(event) => {
          event.preventDefault();
          search.value = typed.value.trim();
        }}
      >
        {questions.length > 1 && (
          <SelectField
            label="Question"
            value={question.value}
            options={questions.map(({ id, title }) => [id, title] as const)}
            change={(id) => {
              question.value = id;
            }}
          />
        )}
        <SelectField
          label="Show"
          value={state.value}
          options={[
            ['shown', 'visible'],
            ['hidden', 'hidden'],
            ['all', 'all'],
          ]}
          change={(value) => {
            state.value = value;
          }}
        />
        <TextField
          label="Search"
          type="search"
          value={typed.value}
          change={(text) => {
            typed.value = text;
          }}
        />
        <button type="submit">Search</button>
      </form>
      <Answers key={`${path}?${query}`} path={path} query={query} />
    </>
  );
}

function Answers({ path, query }: { path: string; query: URLSearchParams }) {
  const first = useComputed<TextAnswers>(`${path}?${query}`);
  const more = useSignal<readonly TextAnswer[]>([]);
  const next = useSignal<string | undefined | 'first'>('first');
  const moderated = useSignal<Readonly<Record<string, boolean>>>({});
  const problem = useSignal('');
  const page = first.value.value;
  const cursor = next.value === 'first' ? page?.cursor : next.value;

  async function attempt(work: () => Promise<void>) {
    try {
      problem.value = '';
      await work();
    } catch (error) {
      problem.value = messageOf(error);
    }
  }
  const loadMore = () =>
    attempt(async () => {
      const { body } = await send<TextAnswers>('GET', `${path}?${query}&cursor=${encodeURIComponent(cursor ?? '')}`);
      more.value = [...more.value, ...body.answers];
      next.value = body.cursor;
    });
  const moderate = ({ responseId }: TextAnswer, hidden: boolean) =>
    attempt(async () => {
      await send('PATCH', `${path}/${encodeURIComponent(responseId)}`, { body: { hidden } });
      moderated.value = { ...moderated.value, [responseId]: hidden };
    });

  const said = first.problem.value || problem.value;
  const answers = page ? [...page.answers, ...more.value] : [];
  return (
    <>
      {said && <Notice tone="bad">{said}</Notice>}
      {!page && !said && <Loading />}
      {page && answers.length === 0 && <p class="quiet">No answers here.</p>}
      <ul class="answers">
        {answers.map((answer) => {
          const hidden = moderated.value[answer.responseId] ?? answer.hidden;
          return (
            <li key={answer.responseId} class={hidden ? 'hidden-answer' : ''}>
              <p dir="auto">{answer.text}</p>
              <span class="row">
                <span class="quiet">
                  {new Date(answer.submittedAt).toLocaleString()}
                  {hidden && ' · hidden'}
                </span>
                <button type="button" class="small" onClick={() => void moderate(answer, !hidden)}>
                  {hidden ? 'Show' : 'Hide'}
                  <span class="unseen">: {answer.text.slice(0, 60)}</span>
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {cursor !== undefined && (
        <button type="button" onClick={() => void loadMore()}>
          Show more
        </button>
      )}
    </>
  );
}
