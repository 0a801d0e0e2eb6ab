import { signal } from '@preact/signals';

/** Where the key rests for as long as the browser's tab is open. */
const place = 'groundswell:studio:key';

/** An API key, or an access token of the hosted login: both go into the same header. */
export const apiKey = signal<string | undefined>(sessionStorage.getItem(place) ?? undefined);
/** Why somebody has to sign in again. */
export const farewell = signal<string | undefined>(undefined);

export function startSession(key: string): void {
  sessionStorage.setItem(place, key);
  farewell.value = undefined;
  apiKey.value = key;
}

export function endSession(reason?: string): void {
  sessionStorage.removeItem(place);
  farewell.value = reason;
  apiKey.value = undefined;
}

/** Takes the key out of an address such as `/#key=…`, so that nobody sees it there, nor in the history. */
export function takeKeyFromAddress(): void {
  const [, key] = /^#key=(.+)$/.exec(location.hash) ?? [];
  if (key === undefined) return;
  history.replaceState(null, '', location.pathname);
  startSession(decodeURIComponent(key));
}
