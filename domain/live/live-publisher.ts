import type { PollResults } from '../../contracts/results.ts';

/** The way to those who listen. */
export interface LivePublisher {
  /** @throws PublishError when it isn't sure that the snapshot goes to everyone on the channel */
  publish(channel: string, results: PollResults): Promise<void>;
}

/** A snapshot was not taken. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  /** Whether the same may be taken a moment later. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.isPassing = isPassing;
  }
}
