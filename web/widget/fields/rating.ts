import { h } from '../dom.ts';
import { choices } from './choice.ts';
import type { Field, FieldGiven } from './field.ts';

/** More points than these don't fit beside each other. */
const mostButtons = 12;

export function ratingField(given: FieldGiven<'rating'>): Field {
  const { min, max, id } = given.question;
  if (max - min >= mostButtons) return numberField(given);
  const points = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const items = points.map((point) => ({ value: String(point), label: h('span', {}, given.language.number(point)) }));
  const { element, chosen, focus } = choices('radio', id, items, 'scale points');
  return {
    elements: [element],
    focus,
    read() {
      const [point] = chosen();
      return point === undefined ? undefined : Number(point);
    },
  };
}

function numberField({ question, language, errorId }: FieldGiven<'rating'>): Field {
  const { min, max } = question;
  const input = h('input', {
    type: 'number',
    part: 'input',
    step: 1,
    min,
    max,
    'aria-label': language.text(`${question.id}.title`, question.title),
    'aria-describedby': errorId,
  });
  return {
    elements: [h('p', { part: 'hint' }, `${language.number(min)} – ${language.number(max)}`), input],
    focus: () => input.focus(),
    // What is no number at all reads as empty, and says so by its validity.
    read: () => (input.validity.badInput ? Number.NaN : input.value === '' ? undefined : input.valueAsNumber),
  };
}
