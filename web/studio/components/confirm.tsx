import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly danger?: boolean;
}

const asked = signal<(Question & { answer: (yes: boolean) => void }) | undefined>(undefined);

/** Asks before something that can't be undone. */
export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(yes) {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });
}

/** Stands once in the page, and shows what `confirm` asks. */
export function ConfirmDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const question = asked.value;
  useEffect(() => {
    if (question) dialog.current?.showModal();
  }, [question]);
  if (!question) return null;
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title" onClose={() => question.answer(false)}>
      <h2 id="confirm-title">{question.title}</h2>
      <p>{question.text}</p>
      <div class="row end">
        <button type="button" onClick={() => question.answer(false)}>
          Cancel
        </button>
        <button type="button" class={question.danger ? 'danger' : 'primary'} onClick={() => question.answer(true)}>
          {question.action}
        </button>
      </div>
    </dialog>
  );
}
