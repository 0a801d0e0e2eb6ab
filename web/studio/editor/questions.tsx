import type { QuestionKind } from '../../../contracts/poll.ts';
import { kindNames, moved, newQuestion } from './draft.ts';
import type { Editor } from './editor.ts';
import { QuestionCard } from './question-card.tsx';
import { useDragging } from './reorder.tsx';

/** All questions, and the way to more. */
export function Questions({ editor }: { editor: Editor }) {
  const { questions } = editor.draft.value;
  const move = (from: number, to: number) => editor.set({ questions: moved(questions, from, to) });
  const { item, grip } = useDragging(move);
  return (
    <fieldset class="plain" disabled={editor.frozen}>
      <legend class="unseen">Questions</legend>
      {editor.frozen && <p class="hint">Voters have seen the questions, so they stay as they are.</p>}
      <ol class="questions">
        {questions.map((question, index) => (
          <li key={question.id} {...item(index)} aria-label={question.title || `Question ${index + 1}`}>
            <QuestionCard editor={editor} index={index} grip={grip(index)} move={(to) => move(index, to)} />
          </li>
        ))}
      </ol>
      <fieldset class="plain">
        <legend>Add a question</legend>
        <div class="row wrap">
          {(Object.entries(kindNames) as [QuestionKind, string][]).map(([kind, name]) => (
            <button
              key={kind}
              type="button"
              class="small"
              onClick={() => editor.set({ questions: [...questions, newQuestion(kind, questions)] })}
            >
              {name}
            </button>
          ))}
        </div>
      </fieldset>
    </fieldset>
  );
}
