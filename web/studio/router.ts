import { effect, signal } from '@preact/signals';

/** The part of the address after `#`, such as `/polls/ID`; CloudFront knows one file only. */
export const path = signal(pathNow());

/** Asked before another page shows; resolves to whether the present one may go. */
let guard: (() => Promise<boolean>) | undefined;

/** @returns what takes the guard away again */
export function guardLeaving(mayLeave: () => Promise<boolean>): () => void {
  guard = mayLeave;
  return () => {
    if (guard === mayLeave) guard = undefined;
  };
}

export function go(to: string): void {
  location.hash = to;
}

/** Goes on although there is something unsaved. */
export function leaveFor(to: string): void {
  guard = undefined;
  go(to);
}

/** The named parts of the present path, if it has this form: `/polls/:id/edit`. */
export function match(pattern: string, now: string = path.value): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = (now.split('?')[0] ?? '').split('/');
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return found;
}

function pathNow(): string {
  return location.hash.startsWith('#/') ? location.hash.slice(1) : '/';
}

async function follow(): Promise<void> {
  const next = pathNow();
  if (next === path.value) return;
  if (guard) {
    const present = path.value;
    history.replaceState(null, '', `#${present}`);
    if (!(await guard())) return;
    guard = undefined;
    history.replaceState(null, '', `#${next}`);
  }
  path.value = next;
}

/** Follows the address from now on. */
export function startRouter(): void {
  addEventListener('hashchange', () => void follow());
  addEventListener('beforeunload', (event) => {
    if (guard) event.preventDefault();
  });
  effect(() => {
    path.value;
    scrollTo(0, 0);
  });
}
