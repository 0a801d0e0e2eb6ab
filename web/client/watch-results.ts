import type { PollResults } from '../../contracts/results.ts';
import { backoffMs } from './backoff.ts';
import { askedWaitMs, mayPass, ProblemError } from './errors.ts';
import { openLive } from './live-socket.ts';
import type { ResultsReader } from './results-reader.ts';

/** Between two looks by HTTP, in milliseconds: beside live events, and in place of them. */
const besideLiveMs = 30_000;
const insteadOfLiveMs = 2_000;
/** Longest time between two tries to open a live connection, in milliseconds. */
const mostReconnectMs = 300_000;

/** Who watches results. */
export interface ResultsWatcher {
  /** The newest results. They never go back in time. */
  results(results: PollResults): void;
  /** The viewer may not see them now. It is looked again at times; `refresh` looks at once. */
  hidden?(problem: ProblemError): void;
  /** The poll is not there, or what was sent is wrong: watching has ended. */
  failed?(error: unknown): void;
  /** How results come at present; `paused` while the page can't be seen. */
  connection?(way: 'live' | 'polling' | 'paused'): void;
}

export interface ResultsWatch {
  /** Looks at once, say after the voter's response was recorded. */
  refresh(): void;
  stop(): void;
}

/**
 * Shows a poll's results for as long as somebody looks: a snapshot by HTTP, then live events, and a snapshot again
 * after each new connection, so that nothing is missed between the two. While there is no live connection, it polls.
 */
export function watchResults(reader: Pick<ResultsReader, 'results' | 'live'>, watcher: ResultsWatcher): ResultsWatch {
  let shown: PollResults | undefined;
  let stopped = false;
  let hidden = false;
  let live = false;
  let way = '';
  let round = 0;
  let failures = 0;
  let drops = 0;
  let connecting = false;
  let disconnect: (() => void) | undefined;
  let lookTimer: ReturnType<typeof setTimeout> | undefined;
  let connectTimer: ReturnType<typeof setTimeout> | undefined;

  const page = typeof document === 'undefined' ? undefined : document;
  const asleep = () => stopped || page?.visibilityState === 'hidden';

  function tell(now: 'live' | 'polling' | 'paused') {
    if (way !== now) watcher.connection?.(now);
    way = now;
  }

  function show(results: PollResults) {
    if (stopped || (results.asOf ?? '') < (shown?.asOf ?? '')) return;
    // A closed poll never opens again; an event on its way may still say that it is open.
    shown = shown?.state === 'closed' ? { ...results, state: 'closed' } : results;
    watcher.results(shown);
  }

  async function look() {
    clearTimeout(lookTimer);
    if (asleep()) return;
    const mine = ++round;
    let waitMs: number;
    try {
      const results = await reader.results();
      if (results) show(results);
      hidden = false;
      failures = 0;
      waitMs = live ? besideLiveMs : insteadOfLiveMs;
      void connect();
    } catch (error) {
      if (stopped || mine !== round) return;
      waitMs = besideLiveMs;
      if (error instanceof ProblemError && error.code === 'results-hidden') {
        hidden = true;
        disconnect?.();
        watcher.hidden?.(error);
      } else if (mayPass(error)) {
        waitMs = backoffMs(failures++, askedWaitMs(error));
      } else {
        stop();
        watcher.failed?.(error);
      }
    }
    if (mine === round) lookIn(waitMs);
  }

  function lookIn(ms: number) {
    clearTimeout(lookTimer);
    if (!asleep()) lookTimer = setTimeout(look, ms * (0.8 + Math.random() * 0.4));
  }

  async function connect() {
    if (disconnect || connecting || connectTimer !== undefined || hidden || asleep()) return;
    connecting = true;
    try {
      const access = await reader.live();
      if (asleep() || !access) return;
      disconnect = openLive(access, {
        subscribed() {
          live = true;
          drops = 0;
          tell('live');
          void look();
        },
        event: (text) => show(JSON.parse(text)),
        closed() {
          disconnect = undefined;
          const was = live;
          live = false;
          connectLater(backoffMs(drops++, 0, mostReconnectMs));
          if (was) lookIn(insteadOfLiveMs / 2);
        },
      });
    } catch (error) {
      connectLater(mayPass(error) ? backoffMs(drops++, askedWaitMs(error), mostReconnectMs) : mostReconnectMs);
    } finally {
      connecting = false;
    }
  }

  function connectLater(ms: number) {
    if (asleep()) return;
    tell('polling');
    clearTimeout(connectTimer);
    connectTimer = setTimeout(() => {
      connectTimer = undefined;
      void connect();
    }, ms);
  }

  function refresh() {
    failures = 0;
    clearTimeout(connectTimer);
    connectTimer = undefined;
    void look();
  }

  /** Not at once: a whole hall may be online again in the same moment. */
  function online() {
    lookIn(insteadOfLiveMs / 4);
  }

  function rest() {
    clearTimeout(lookTimer);
    clearTimeout(connectTimer);
    connectTimer = undefined;
    disconnect?.();
  }

  function turn() {
    if (!asleep()) return refresh();
    rest();
    tell('paused');
  }

  function stop() {
    stopped = true;
    page?.removeEventListener('visibilitychange', turn);
    globalThis.removeEventListener?.('online', online);
    rest();
  }

  page?.addEventListener('visibilitychange', turn);
  globalThis.addEventListener?.('online', online);
  void look();
  return { refresh, stop };
}
