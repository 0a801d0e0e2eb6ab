import { useId } from 'preact/hooks';
import type { QuestionKind } from '../../../contracts/poll.ts';
import { CheckField, SelectField } from '../components/choice-fields.tsx';
import { TextField } from '../components/text-field.tsx';
import { Branching } from './branching.tsx';
import { kindNames, ofKind, renameQuestion } from './draft.ts';
import type { Editor } from './editor.ts';
import { KindSettings } from './kind-settings.tsx';
import { MoveButtons } from './reorder.tsx';

interface QuestionCardProps {
  readonly editor: Editor;
  readonly index: number;
  readonly grip: object;
  readonly move: (to: number) => void;
}

/** One question with all that can be set. */
export function QuestionCard({ editor, index, grip, move }: QuestionCardProps) {
  const heading = useId();
  const { questions } = editor.draft.value;
  const question = questions[index];
  if (!question) return null;
  const pointer = `/questions/${index}`;
  const change = (part: object) => editor.setQuestion(index, part);
  const name = `question ${index + 1}`;
  return (
    <section class="panel question" aria-labelledby={heading}>
      <header class="row">
        <span {...grip}>⠿</span>
        <h2 id={heading}>
          Question {index + 1} <span class="quiet">{kindNames[question.kind]}</span>
        </h2>
        <MoveButtons
          name={name}
          index={index}
          count={questions.length}
          move={move}
          remove={
            questions.length > 1
              ? () => editor.set({ questions: questions.filter((_, position) => position !== index) })
              : undefined
          }
        />
      </header>
      <TextField
        label="Question"
        value={question.title}
        pointer={`${pointer}/title`}
        change={(title) => change({ title })}
      />
      <KindSettings question={question} pointer={pointer} change={change} />
      <CheckField label="May be skipped" checked={question.optional} change={(optional) => change({ optional })} />
      <details open={question.showIf !== undefined}>
        <summary>Branching, kind and id</summary>
        <div class="stack">
          <Branching
            conditions={question.showIf ?? []}
            earlier={questions.slice(0, index)}
            pointer={`${pointer}/showIf`}
            change={(showIf) => change({ showIf })}
          />
          <div class="row">
            <SelectField
              label="Kind"
              value={question.kind}
              options={Object.entries(kindNames) as [QuestionKind, string][]}
              change={(kind) => editor.set({ questions: questions.with(index, ofKind(kind, question)) })}
            />
            <TextField
              label="Id"
              hint="Names the question in the API and in exports; no other question may have it."
              value={question.id}
              pointer={`${pointer}/id`}
              commits
              change={(id) => {
                if (questions.some((other) => other.id === id)) return;
                editor.draft.value = renameQuestion(editor.draft.value, index, id);
              }}
            />
          </div>
        </div>
      </details>
    </section>
  );
}
