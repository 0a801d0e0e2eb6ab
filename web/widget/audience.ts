import type { KeyValueStorage } from '../client/client.ts';
import { duration } from './triggers.ts';

/**
 * Whether a widget is for this visit: `on-paths`, `on-devices`, `on-languages`, `share` and `at-most-every`.
 * @param keep where the visitor's lot and the last time are
 * @param poll its id, a part of what is kept
 */
export function isForVisit(element: Element, keep: KeyValueStorage, poll: string, now = Date.now()): boolean {
  const { language, languages = [language] } = navigator;
  return (
    some(element, 'on-paths', (pattern) => fits(pattern, location.pathname)) &&
    some(element, 'on-devices', (name) => name === device()) &&
    some(element, 'on-languages', (tag) => languages.some((one) => `${one}-`.startsWith(`${tag}-`))) &&
    lot(keep, poll) < Number(element.getAttribute('share') ?? 1) &&
    now - Number(keep.getItem(lastKey(poll)) ?? 0) >= duration(element.getAttribute('at-most-every'))
  );
}

/** Remembers that the widget was shown, for `at-most-every`. */
export function noteShown(keep: KeyValueStorage, poll: string, now = Date.now()): void {
  keep.setItem(lastKey(poll), String(now));
}

function lastKey(poll: string): string {
  return `groundswell:${poll}:shown`;
}

/** True where the attribute isn't there, or one of its comma-separated values holds. */
function some(element: Element, attribute: string, holds: (value: string) => boolean): boolean {
  const list = element.getAttribute(attribute);
  return list === null || list.split(',').some((value) => holds(value.trim()));
}

/** `*` stands for any characters. */
function fits(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}

function device(): 'desktop' | 'tablet' | 'phone' {
  if (matchMedia('(hover:hover) and (pointer:fine)').matches) return 'desktop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}

/** A number from 0 to 1 that a visitor keeps, so that who is asked stays so. */
function lot(keep: KeyValueStorage, poll: string): number {
  const key = `groundswell:${poll}:lot`;
  const drawn = keep.getItem(key) ?? String(Math.random());
  keep.setItem(key, drawn);
  return Number(drawn);
}
