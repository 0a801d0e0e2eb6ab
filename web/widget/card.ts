import { type Child, fill, h } from './dom.ts';
import type { Language } from './language.ts';

/** What stands around whatever a widget shows: the poll's title, and the place where it says how things are. */
export interface Card {
  readonly element: HTMLElement;
  /** Speaks a language, and shows the poll's own texts once they are there. */
  speak(language: Language, texts?: { title: string; description?: string | undefined }): void;
  content(...children: readonly Child[]): void;
  /** Says how things are, in a region that screen readers follow; says nothing with ''. */
  status(text: string, tone?: 'good' | 'bad' | ''): void;
  /** Moves the focus to what was said last, if what had it is going. */
  refocus(had: boolean): void;
}

export function makeCard(close: (() => void) | undefined): Card {
  const title = h('h2', { id: 'title', part: 'title' });
  const description = h('p', { part: 'description' });
  const said = h('p', { part: 'status', role: 'status', tabindex: -1 });
  const body = h('div', { part: 'content' });
  const x = close && h('button', { type: 'button', part: 'close', onclick: close }, '×');
  const element = h('div', { part: close ? 'card closable' : 'card' }, title, description, said, body, x);
  return {
    element,
    speak(language, texts) {
      element.lang = language.tag;
      element.dir = language.direction;
      if (x) x.ariaLabel = language.say('close');
      fill(title, texts && language.element('title', texts.title));
      fill(description, texts?.description !== undefined && language.element('description', texts.description));
      title.hidden = !texts;
      description.hidden = !texts?.description;
    },
    content: (...children) => fill(body, ...children),
    status(text, tone = '') {
      said.textContent = text;
      said.className = `status ${tone}`;
    },
    refocus(had) {
      if (had) said.focus();
    },
  };
}
