const firstMs = 1_000;

/**
 * How long to wait before a retry: doubled with each, half of it at random, so that a hall full of phones doesn't
 * come back at once; never less than the server asks for.
 * @param attempt 0 for the first retry
 * @param mostMs where doubling ends
 * @returns milliseconds
 */
export function backoffMs(attempt: number, askedMs = 0, mostMs = 60_000): number {
  const step = Math.min(mostMs, firstMs * 2 ** attempt) / 2;
  return Math.max(askedMs, step) + Math.random() * step;
}

/** Waits; ends early when the signal aborts and, if asked to, soon after the device is online again. */
export function pause(ms: number, signal: AbortSignal, untilOnline = false): Promise<void> {
  return new Promise((resolve) => {
    const online = () => {
      clearTimeout(timer);
      timer = setTimeout(end, Math.random() * Math.min(ms, 500));
    };
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (untilOnline) globalThis.removeEventListener?.('online', online);
      resolve();
    };
    let timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (untilOnline) globalThis.addEventListener?.('online', online);
    if (signal.aborted) end();
  });
}
