import { liveChannel } from '../../contracts/live.ts';
import type { Poll } from '../polls/poll.ts';
import { resultsOf, type Tally } from '../tallies/results.ts';
import { audiencesOf } from './audiences.ts';
import { type LivePublisher, PublishError } from './live-publisher.ts';

/** A poll's tally as it became. */
export interface TallyChange {
  readonly pollId: string;
  readonly tally: Tally;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** What became of a snapshot: `none` was due, as nobody may see it; `again` asks for another try. */
export type Outcome = 'published' | 'none' | 'again' | 'dropped';

/** Between two snapshots of a poll, in milliseconds. */
export const leastInterval = 1_000;
/** A snapshot that is older isn't tried again: the next one or a look at the results tells more. Milliseconds. */
export const freshFor = 30_000;
/** Polls whose last snapshot's time is kept: more are forgotten at once. */
const mostPolls = 1_000;

export interface SnapshotPorts {
  readonly polls: { get(pollId: string): Promise<Poll | undefined> };
  readonly publisher: LivePublisher;
  /** Accepted responses that aren't recorded yet, see `PollResults`. */
  readonly pending: () => Promise<number | undefined>;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Publishes snapshots of results, at most one a poll and second, to those who may see them. */
export class SnapshotPublisher {
  readonly #ports: SnapshotPorts;
  readonly #publishedAt = new Map<string, number>();

  constructor(ports: SnapshotPorts) {
    this.#ports = ports;
  }

  /**
   * Publishes a poll's snapshot; waits for up to a second when there was one just before.
   */
  async publish({ pollId, tally, changedAt }: TallyChange): Promise<{ outcome: Outcome; error?: unknown }> {
    const { polls, publisher, pending, now, pause } = this.#ports;
    await pause(Math.max(0, (this.#publishedAt.get(pollId) ?? 0) + leastInterval - now()));
    try {
      const poll = await polls.get(pollId);
      const audiences = poll ? audiencesOf(poll, now()) : [];
      if (!poll || audiences.length === 0) return { outcome: 'none' };
      const results = resultsOf(poll, tally, now(), await pending());
      if (this.#publishedAt.size >= mostPolls) this.#publishedAt.clear();
      this.#publishedAt.set(pollId, now());
      await Promise.all(audiences.map((audience) => publisher.publish(liveChannel(pollId, audience), results)));
      return { outcome: 'published' };
    } catch (error) {
      const isPassing = !(error instanceof PublishError) || error.isPassing;
      return { outcome: isPassing && now() - changedAt < freshFor ? 'again' : 'dropped', error };
    }
  }
}
