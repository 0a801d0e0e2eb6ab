import { h } from '../dom.ts';
import { followDrag } from './drag.ts';
import type { Field, FieldGiven } from './field.ts';

/** Options are added in the order of preference, and moved by buttons or by dragging. */
export function rankingField({ question, language, changed }: FieldGiven<'ranking'>): Field {
  const { say } = language;
  const { minRanked = 0 } = question;
  let ranked: string[] = [];
  const list = h('ol', { part: 'ranking' });
  const news = h('p', { part: 'unseen', 'aria-live': 'polite' });

  /** @param focus which control of the moved option has the focus afterwards, first that is there */
  function rank(order: string[], id: string, ...focus: string[]) {
    ranked = order;
    draw();
    const item = items.get(id)?.element;
    for (const name of focus) {
      const control = item?.querySelector<HTMLButtonElement>(`.${name}:not([disabled])`);
      if (control) {
        control.focus();
        break;
      }
    }
    const place = ranked.indexOf(id) + 1;
    news.textContent = place ? `${items.get(id)?.name}: ${language.number(place)}` : '';
    changed();
  }

  function move(id: string, to: number, ...focus: string[]) {
    const others = ranked.filter((one) => one !== id);
    rank([...others.slice(0, to), id, ...others.slice(to)], id, ...focus);
  }

  const items = new Map(
    question.options.map(({ id, label }) => {
      const path = `${question.id}.options.${id}`;
      const name = language.text(path, label);
      const control = (cls: 'add' | 'up' | 'down' | 'remove', sign: string, act: () => void) =>
        h('button', { type: 'button', part: `small ${cls}`, 'aria-label': say(cls, name), onclick: act }, sign);
      const place = h('span', { part: 'place', 'aria-hidden': 'true' });
      const text = language.element(path, label);
      text.classList.add('grip');
      const add = control('add', '+', () => move(id, ranked.length, 'up', 'remove'));
      const up = control('up', '↑', () => move(id, ranked.indexOf(id) - 1, 'up', 'down'));
      const down = control('down', '↓', () => move(id, ranked.indexOf(id) + 1, 'down', 'up'));
      const leave = () =>
        rank(
          ranked.filter((one) => one !== id),
          id,
          'add',
        );
      const remove = control('remove', '×', leave);
      const element = h('li', { part: 'option' }, place, text, add, up, down, remove);
      text.addEventListener('click', () => ranked.includes(id) || add.click());
      followDrag(
        text,
        () => ranked.map((one) => items.get(one)?.element),
        (to) => {
          if (ranked.includes(id) && ranked[to] !== id) move(id, to);
        },
      );
      return [id, { element, name, place, add, up, down, remove }] as const;
    }),
  );

  function draw() {
    const rest = question.options.map(({ id }) => id).filter((id) => !ranked.includes(id));
    [...ranked, ...rest].forEach((id, index) => {
      const item = items.get(id);
      if (!item) return;
      const isRanked = index < ranked.length;
      item.element.classList.toggle('ranked', isRanked);
      item.place.textContent = isRanked ? language.number(index + 1) : '';
      item.add.hidden = isRanked;
      for (const control of [item.up, item.down, item.remove]) control.hidden = !isRanked;
      item.up.disabled = index === 0;
      item.down.disabled = index === ranked.length - 1;
      if (list.children[index] !== item.element) list.insertBefore(item.element, list.children[index] ?? null);
    });
  }
  draw();

  return {
    elements: minRanked ? [h('p', { part: 'hint' }, say('least', minRanked)), list, news] : [list, news],
    focus: () => list.querySelector<HTMLButtonElement>('button:not([hidden],[disabled])')?.focus(),
    read: () => (ranked.length === 0 ? undefined : ranked),
  };
}
