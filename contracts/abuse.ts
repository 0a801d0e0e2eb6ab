import * as z from 'zod/mini';

/**
 * By what responses are told to belong together: the voter's address on one day, the device in an `open` poll, or the
 * network of a data centre.
 */
export const groupKinds = ['address', 'device', 'network'] as const;
export type GroupKind = (typeof groupKinds)[number];

/** Body of `POST /polls/{pollId}/exclusions`. */
export const newExclusionSchema = z.strictObject({
  /** A group of `GET /polls/{pollId}/suspicions`. */
  group: z.string().check(z.regex(/^(address|device|network):[\w-]{4}$/, 'must be a group such as address:x1Yz')),
});

/**
 * Why a group may be one voter, or a program: `many` responses for what one connection has usually; `fast`: more within
 * ten seconds than people send; `alike`: with the same answers far more often than in all of the poll;
 * `hosted`: from a data centre, where servers are and few people.
 */
export const suspicionReasons = ['many', 'fast', 'alike', 'hosted'] as const;
export type SuspicionReason = (typeof suspicionReasons)[number];

export interface SuspiciousGroup {
  readonly group: string;
  readonly responses: number;
  /** 0 to 1; a school behind one address may have a high one, too. */
  readonly score: number;
  readonly reasons: readonly SuspicionReason[];
  /** The most responses within ten seconds. */
  readonly fastest: number;
  /** The share of the answers that most of the group gave, 0 to 1. */
  readonly alike: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** How many of them are excluded. */
  readonly excluded: number;
}

/** Body of `GET /polls/{pollId}/suspicions`. */
export interface Suspicions {
  /** `computing`: a worker looks at what has come since; `groups` are of the look before. */
  readonly state: 'computing' | 'ready';
  /** When the look began; absent before the first. */
  readonly computedAt?: string;
  /** The most suspicious first. */
  readonly groups: readonly SuspiciousGroup[];
}

/** One exclusion. A group that was put back keeps its entry. */
export interface Exclusion {
  readonly id: string;
  readonly group: string;
  readonly state: 'excluding' | 'excluded' | 'putting-back' | 'put-back';
  /** Responses that are excluded by it now; results leave them out, and count them as `excluded`. */
  readonly responses: number;
  readonly requestedAt: string;
}

/** A message of the queue: a poll to look at, or an exclusion to go on with from some place of the responses on. */
export const abuseMessageSchema = z.discriminatedUnion('kind', [
  z.object({ v: z.literal(1), kind: z.literal('look'), pollId: z.string() }),
  z.object({
    v: z.literal(1),
    kind: z.literal('exclusion'),
    pollId: z.string(),
    exclusionId: z.string(),
    /** Which of the exclusion's runs it belongs to: one of an earlier run is dropped. */
    run: z.int(),
    partition: z.int(),
    after: z.optional(z.string()),
  }),
]);
export type AbuseMessage = z.output<typeof abuseMessageSchema>;
