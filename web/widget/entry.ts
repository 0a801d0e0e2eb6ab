import type { AnswerInput, Question } from '../client/client.ts';
import { type Broken, check } from './check.ts';
import { h } from './dom.ts';
import { makeField } from './fields/make.ts';
import type { Language } from './language.ts';

/** One question of a form, with what is wrong about its answer. */
export interface Entry {
  readonly question: Question;
  readonly element: HTMLFieldSetElement;
  read(): AnswerInput | undefined;
  /** Shows what is wrong, if anything. @param all also what the visitor may still be about to mend */
  check(all: boolean): Broken | undefined;
  focus(): void;
}

/** @param changed called when the visitor has changed the answer */
export function makeEntry(question: Question, number: number, language: Language, changed: () => void): Entry {
  const errorId = `error-${number}`;
  let all = false;
  const error = h('p', { id: errorId, part: 'error' });
  const field = makeField(question, { language, errorId, changed: notice });
  const legend = h(
    'legend',
    { part: 'question-title' },
    language.element(`${question.id}.title`, question.title),
    question.optional && h('span', { part: 'optional' }, ` ${language.say('optional')}`),
  );
  const element = h(
    'fieldset',
    { part: 'question', tabindex: -1, 'aria-describedby': errorId, oninput: notice, onfocusout: leave },
    legend,
    ...field.elements,
    error,
  );

  function verify() {
    const broken = check(question, field.read(), language);
    const text = broken && (all || broken.early) ? broken.text : '';
    error.textContent = text;
    element.classList.toggle('invalid', text !== '');
    for (const input of element.querySelectorAll('textarea,input[type=number]')) {
      input.ariaInvalid = text === '' ? null : 'true';
    }
    return broken;
  }

  function notice() {
    verify();
    changed();
  }

  /** Who goes on with an answer begun is done with it. */
  function leave(event: Event) {
    const { relatedTarget } = event as FocusEvent;
    if (!(relatedTarget instanceof Node) || element.contains(relatedTarget)) return;
    all ||= field.read() !== undefined;
    verify();
  }

  return {
    question,
    element,
    read: () => field.read(),
    check(everything) {
      all ||= everything;
      return verify();
    },
    focus: () => field.focus(),
  };
}
