import * as z from 'zod/mini';

/** Below it stand the parts and manifests in their bucket. */
export const archivePrefix = 'archive/';

export const archiveStates = [
  'writing',
  'verifying',
  'computing',
  'expiring',
  'archived',
  'restoring',
  'failed',
] as const;
/**
 * `writing` the parts; `verifying` that they come to what the tally counts; `computing` insights while responses are
 * there; `expiring` them; `archived`; `restoring`. `failed`: nothing was taken from the table.
 */
export type ArchiveState = (typeof archiveStates)[number];

/** An archive as the API shows it. */
export interface ArchiveView {
  readonly pollId: string;
  readonly state: ArchiveState;
  /** Where its files are: it can be restored by the API there. */
  readonly region: string;
  readonly requestedAt: string;
  /** Responses that are written by now. */
  readonly responses: number;
  /** Why it failed. */
  readonly reason?: string;
  /** When it was verified. */
  readonly finishedAt?: string;
}

/** Stands beside the parts. */
export interface ArchiveManifest {
  /** Raise it when a reader of an older archive would misread a newer one. */
  readonly schemaVersion: 1;
  readonly pollId: string;
  readonly responses: number;
  /** The poll's tally, as the parts come to it. */
  readonly counters: Readonly<Record<string, number>>;
  /** In the order of partitions and voter keys; `hash` is the SHA-256 in hex of what is in a part, not compressed. */
  readonly parts: readonly {
    readonly responses: number;
    readonly bytes: number;
    readonly hash: string;
    readonly first: string;
    readonly last: string;
  }[];
  readonly finishedAt: string;
}

/** The body of a message in the archive queue. */
export const archiveMessageSchema = z.object({ v: z.literal(1), pollId: z.string() });
