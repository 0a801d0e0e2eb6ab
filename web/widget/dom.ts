type Attribute = string | number | boolean | undefined | ((event: Event) => void);
export type Child = Node | string | undefined | false;

/**
 * Makes an element. Texts become text nodes and attributes plain values, so nothing of a poll is ever read as HTML.
 * @param attributes `part` is the class, too; `onclick` and the like listen; `false` and undefined are left out. Never `style`: a strict
 * Content-Security-Policy forbids it
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.className = String(attributes.part ?? '');
  fill(element, ...children);
  return element;
}

/** Puts children in the place of those that are there. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
}

/** A button that does something. */
export function button(label: string, part: string, act: () => void): HTMLButtonElement {
  return h('button', { type: 'button', part, onclick: act }, label);
}
