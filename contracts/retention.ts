import * as z from 'zod/mini';

/**
 * The least time after a poll's end, in days, at which its responses may be removed: an accepted response can come for
 * 28 days (14 in its queue, and 14 more when it is put back from the dead letters), and must find what is stored.
 */
export const leastRetentionDays = 30;
const mostDays = 3_650;

/** Body of `PUT /workspace/settings` and answer of both methods; what is left out never happens. */
export const workspaceSettingsSchema = z.strictObject({
  /** Days after a poll's end at which it is archived. */
  archiveAfterDays: z.optional(z.int().check(z.minimum(0), z.maximum(mostDays))),
  /** Days after a poll's end at which voters' own data is removed; results and counts stay. */
  retentionDays: z.optional(z.int().check(z.minimum(leastRetentionDays), z.maximum(mostDays))),
});
export type WorkspaceSettings = z.output<typeof workspaceSettingsSchema>;

/**
 * The body of a message in the retention queue: of the daily schedule, about all workspaces; or about one, from the poll
 * on that stands after `after`.
 */
export const retentionMessageSchema = z.object({
  v: z.literal(1),
  /** For when the schedule fired, ISO 8601. */
  at: z.iso.datetime(),
  workspaceId: z.optional(z.string()),
  after: z.optional(z.string()),
});
export type RetentionMessage = z.output<typeof retentionMessageSchema>;

/** What goes: all that there is of a poll that was deleted, or what its voters said while its results stay. */
export const removalKinds = ['poll', 'responses'] as const;
export type RemovalKind = (typeof removalKinds)[number];

/** The body of a message in the removals queue that a region sends to itself. */
export const removalMessageSchema = z.object({
  v: z.literal(1),
  pollId: z.string(),
  shards: z.int(),
  kind: z.enum(removalKinds),
  /** How often all of it was looked for before. */
  look: z.int(),
});
export type RemovalMessage = z.output<typeof removalMessageSchema>;
