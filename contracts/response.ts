import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { wellFormed } from './text.ts';

const answer = z.union([
  z.string(),
  z.number(),
  z.array(z.string()).check(z.maxLength(limits.options)),
  z.record(z.string(), z.string()),
]);

/**
 * Body of `POST /polls/{pollId}/responses`. An answer's form follows its question's kind: `single` an option id,
 * `multiple` and `ranking` a list of option ids (ranking: best first), `rating` a number, `matrix` an object of
 * row id to column id, `text` a string. A question that is skipped or hidden is left out.
 */
export const submissionSchema = z.strictObject({
  answers: z.record(z.string(), answer),
  metadata: z.optional(z.record(z.string(), z.string())),
});

export type Submission = z.output<typeof submissionSchema>;
export type AnswerInput = Submission['answers'][string];

const ids = z.array(z.string());

/**
 * An answer as it is stored and folded. It says its own kind, so that a tally needs nothing but the stored
 * response: s single, m multiple, r rating, k ranking, x matrix, t text.
 */
const storedAnswerSchema = z.union([
  z.strictObject({ s: z.string() }),
  z.strictObject({ m: ids }),
  z.strictObject({ r: z.number() }),
  z.strictObject({ k: ids }),
  z.strictObject({ x: z.record(z.string(), z.string()) }),
  z.strictObject({ t: z.string() }),
]);

const pseudonym = z.string().check(z.regex(/^[\w-]{4}$/));

const acceptedResponse = {
  pollId: z.string(),
  /** Names this submission; the same submission sent again has the same id. Starts with the voter key. */
  responseId: z.string(),
  voterKey: z.string(),
  /** The poll's shard count, a power of two. */
  shards: z.int().check(z.positive()),
  /** Milliseconds since 1970, the server's clock at acceptance. */
  submittedAt: z.int(),
  changes: z.enum(['refuse', 'replace']),
  answers: z.record(z.string(), storedAnswerSchema),
  /** Questions that were shown and left unanswered. */
  skipped: ids,
  metadata: z.optional(z.record(z.string(), z.string())),
  /** Where the voter's connection came from, as an ISO 3166 code, and by what kind of device; absent when unknown. */
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  device: z.optional(z.enum(['phone', 'tablet', 'desktop'])),
  /** Pseudonyms of the voter's address on that day and, in an `open` poll, of the device, see `domain/abuse`. */
  from: z.optional(pseudonym),
  sender: z.optional(pseudonym),
  /** The network, if it is one of a data centre. */
  network: z.optional(pseudonym),
};

/** The body of a message in the responses queue. Raise `v` when an old reader would misread a new body. */
export const responseMessageSchema = z.object({ v: z.literal(1), ...acceptedResponse });

export type StoredAnswer = z.output<typeof storedAnswerSchema>;
export type ResponseMessage = z.output<typeof responseMessageSchema>;
/** A response from its acceptance to its place in the table. */
export type AcceptedResponse = Omit<ResponseMessage, 'v'>;

/** Body of the `202` answer. */
export interface Acceptance {
  readonly responseId: string;
  readonly status: 'pending';
}

/** Body of `GET /polls/{pollId}/responses/{responseId}`. */
export interface ResponseStatus {
  readonly responseId: string;
  /** `refused`: the voter's other response counts. `replaced`: a newer response of the voter took its place. */
  readonly status: 'pending' | 'recorded' | 'refused' | 'replaced';
  readonly detail?: string;
}

/** What `POST /polls/{pollId}/devices`, `…/voters` and `…/voter-tokens` answer. */
export interface VoterToken {
  /** Proves the voter to `POST /polls/{pollId}/responses`, in the header `x-voter-token`. */
  readonly voterToken: string;
}

/** Body of `POST /polls/{pollId}/voter-tokens`: the voter's identity in the workspace's own system. */
export const voterSchema = z.strictObject({
  voter: z.string().check(z.minLength(1), z.maxLength(200), wellFormed),
});
