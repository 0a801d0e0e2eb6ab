import { h } from '../dom.ts';
import type { Field, FieldGiven } from './field.ts';

export function textField({ question, language, errorId }: FieldGiven<'text'>): Field {
  const most = question.maxLength;
  const input = h('textarea', {
    part: 'input',
    rows: most > 100 ? 4 : 2,
    dir: 'auto',
    'aria-label': language.text(`${question.id}.title`, question.title),
    'aria-describedby': errorId,
  });
  const counter = h('p', { part: 'hint counter' });
  const count = () => {
    counter.textContent = `${language.number([...input.value].length)} / ${language.number(most)}`;
  };
  input.addEventListener('input', count);
  count();
  return {
    elements: [input, counter],
    focus: () => input.focus(),
    read: () => (input.value.trim() === '' ? undefined : (input.value.toWellFormed?.() ?? input.value)),
  };
}
