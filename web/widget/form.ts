import type { AnswerInput, Ballot } from '../client/client.ts';
import { isShown } from './check.ts';
import { button, h } from './dom.ts';
import { type Entry, makeEntry } from './entry.ts';
import type { Language } from './language.ts';

export interface FormGiven {
  readonly ballot: Ballot;
  readonly language: Language;
  readonly oneAtATime: boolean;
  answered(question: string, answer: AnswerInput | undefined): void;
  /** Says what is wrong, or nothing, where a screen reader hears it. */
  complain(text: string): void;
  submit(answers: Record<string, AnswerInput>): void;
}

/** The questions, all of them or one after the other. */
export function makeForm({ ballot, language, oneAtATime, ...on }: FormGiven): HTMLFormElement {
  const { say } = language;
  let current = 0;
  const entries: Entry[] = ballot.questions.map((question, index) =>
    makeEntry(question, index, language, () => {
      on.answered(question.id, entries[index]?.read());
      draw();
    }),
  );
  const step = h('p', { part: 'step hint' });
  const bar = h('div', { part: 'bar' });
  const progress = h('div', { part: 'progress' }, step, h('div', { part: 'track' }, bar));
  const back = button(say('back'), 'secondary', () => go(current - 1));
  const next = h('button', { part: 'primary' });
  const form = h(
    'form',
    { part: 'form', novalidate: true, onsubmit: submit },
    oneAtATime && progress,
    ...entries.map(({ element }) => element),
    h('div', { part: 'actions' }, oneAtATime && back, next),
  );

  /** The questions that show, with their answers. */
  function shown() {
    const answers = new Map<string, AnswerInput>();
    const visible = entries.filter((entry) => {
      if (!isShown(entry.question, answers)) return false;
      const answer = entry.read();
      if (answer !== undefined) answers.set(entry.question.id, answer);
      return true;
    });
    return { visible, answers };
  }

  function draw() {
    const { visible } = shown();
    for (const entry of entries) {
      const place = visible.indexOf(entry);
      entry.element.hidden = place < 0 || (oneAtATime && place !== current);
    }
    const last = !oneAtATime || current >= visible.length - 1;
    next.textContent = say(last ? 'submit' : 'next');
    back.hidden = current === 0;
    step.textContent = `${language.number(current + 1)} / ${language.number(visible.length)}`;
    bar.style.setProperty('--share', String((current + 1) / visible.length));
  }

  function go(to: number) {
    current = to;
    on.complain('');
    draw();
    shown().visible[current]?.element.focus();
  }

  function submit(event: Event) {
    event.preventDefault();
    const { visible, answers } = shown();
    const wrong = visible.filter((entry, place) => (!oneAtATime || place <= current) && entry.check(true));
    const [first] = wrong;
    if (first) {
      if (oneAtATime) go(visible.indexOf(first));
      on.complain(first.check(true)?.text ?? '');
      first.focus();
    } else if (oneAtATime && current < visible.length - 1) {
      go(current + 1);
    } else {
      on.complain('');
      on.submit(Object.fromEntries(answers));
    }
  }

  draw();
  return form;
}
