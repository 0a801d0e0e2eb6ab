import { h } from '../dom.ts';
import type { Field, FieldGiven } from './field.ts';

interface Item {
  readonly value: string;
  readonly label: Node | string;
}

/** Radio buttons or check boxes with the whole label to hit. */
export function choices(type: 'radio' | 'checkbox', name: string, items: readonly Item[], look: string) {
  const inputs = items.map(({ value }) => h('input', { type, name, value }));
  const labels = items.map(({ label }, index) => h('label', { part: 'option' }, inputs[index], label));
  return {
    element: h('div', { part: look }, ...labels),
    chosen: () => inputs.filter((input) => input.checked).map((input) => input.value),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
  };
}

function optionItems({ question, language }: FieldGiven<'single'> | FieldGiven<'multiple'>): Item[] {
  return question.options.map(({ id, label }) => ({
    value: id,
    label: language.element(`${question.id}.options.${id}`, label),
  }));
}

export function singleField(given: FieldGiven<'single'>): Field {
  const { element, chosen, focus } = choices('radio', given.question.id, optionItems(given), 'options');
  return { elements: [element], focus, read: () => chosen()[0] };
}

export function multipleField(given: FieldGiven<'multiple'>): Field {
  const { question, language } = given;
  const { element, chosen, focus } = choices('checkbox', question.id, optionItems(given), 'options');
  const { minChoices, maxChoices, options } = question;
  const hints = [
    minChoices > 1 && language.say('least', minChoices),
    maxChoices !== undefined && maxChoices < options.length && language.say('most', maxChoices),
  ].filter((hint) => hint !== false);
  const hint = hints.length > 0 && h('p', { part: 'hint' }, hints.join(' '));
  return {
    elements: hint ? [hint, element] : [element],
    focus,
    read() {
      const ids = chosen();
      return ids.length === 0 ? undefined : ids;
    },
  };
}

/** Rows of radio buttons: a group for each, so that it works as well on a phone. */
export function matrixField({ question, language }: FieldGiven<'matrix'>): Field {
  const rows = question.rows.map((row) => {
    const columns = question.columns.map(({ id, label }) => ({
      value: id,
      label: language.element(`${question.id}.columns.${id}`, label),
    }));
    const path = `${question.id}.rows.${row.id}`;
    const { element, chosen, focus } = choices('radio', `${question.id}/${row.id}`, columns, 'scale');
    element.setAttribute('role', 'radiogroup');
    element.setAttribute('aria-label', language.text(path, row.label));
    const label = language.element(path, row.label);
    label.className = 'row-label';
    label.ariaHidden = 'true';
    return { id: row.id, element: h('div', { part: 'row' }, label, element), chosen, focus };
  });
  return {
    elements: rows.map(({ element }) => element),
    focus: () => (rows.find(({ chosen }) => !chosen()[0]) ?? rows[0])?.focus(),
    read() {
      const answered = rows.flatMap(({ id, chosen }) => chosen().map((column) => [id, column] as const));
      return answered.length === 0 ? undefined : Object.fromEntries(answered);
    },
  };
}
