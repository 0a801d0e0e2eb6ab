import type { PollState } from '../../contracts/poll.ts';
import type { Poll } from './poll.ts';

/** One line of `GET /polls`. */
export interface PollSummary {
  readonly id: string;
  readonly title: string;
  readonly state: PollState;
  readonly version: number;
  readonly createdAt: string;
  readonly opensAt?: string;
  readonly closesAt?: string;
  readonly openedAt?: string;
  readonly closedAt?: string;
  readonly archivedAt?: string;
  readonly responsesRemovedAt?: string;
}

/** Binds an `Idempotency-Key` to the poll that it created and the body that it came with. */
export interface CreationKey {
  readonly key: string;
  readonly bodyHash: string;
}

/** Where polls live. */
export interface PollStore {
  get(pollId: string): Promise<Poll | undefined>;
  /**
   * Stores a new poll, once for each creation key of a workspace.
   * @returns the poll's id: this one's, or that of the poll that the key created before
   * @throws Problem `idempotency-mismatch` when the key came with another body
   */
  create(poll: Poll, creationKey: CreationKey | undefined, now: number): Promise<string>;
  /** @throws Problem `version-mismatch` when the stored version isn't the one before `poll.version` */
  replace(poll: Poll): Promise<void>;
  /** @throws Problem `version-mismatch` when the stored version is another */
  remove(poll: Poll): Promise<void>;
  /** Newest first. `after` is the last poll id of the page before. */
  list(given: {
    workspaceId: string;
    after: string | undefined;
    limit: number;
    now: number;
  }): Promise<{ polls: PollSummary[]; more: boolean }>;
}
