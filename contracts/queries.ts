import * as z from 'zod/mini';
import { limits } from './limits.ts';

const wholeNumber = /^[0-9]{1,4}$/;

/** How many things a page lists. */
const pageLimit = z.pipe(
  z.pipe(
    z._default(z.string().check(z.regex(wholeNumber, 'must be a whole number')), '20'),
    z.transform((text: string) => Number(text)),
  ),
  z.number().check(z.minimum(1), z.maximum(limits.pageSize)),
);

/** Query of `GET /polls`. */
export const pollListQuery = z.object({
  limit: pageLimit,
  /** The id of the last poll of the page before; it opens nothing outside of the caller's workspace. */
  cursor: z.optional(z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the cursor of an earlier page'))),
});

/** Query of `GET /webhooks/{webhookId}/deliveries`. */
export const deliveryListQuery = z.object({
  limit: pageLimit,
  /** The id of the last delivery of the page before. */
  cursor: z.optional(z.string().check(z.regex(/^[0-9a-z]{9}-[0-9a-f]{16}$/, 'must be the cursor of an earlier page'))),
});

/** Query of `GET /workspace/audit`. */
export const auditQuery = z.object({
  limit: pageLimit,
  /** The place of the last entry of the page before: its chain and its number. */
  cursor: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,40}#[0-9]{12}$/, 'must be the cursor of an earlier page'))),
});

const question = z.string().check(z.minLength(1), z.maxLength(limits.idLength));

/** Query of `GET /polls/{pollId}/insights/cross-tab`: the ids of two questions. */
export const crossTabQuery = z.object({ rows: question, columns: question });

/** Query of `GET /polls/{pollId}/answers/{questionId}`. */
export const answersQuery = z.object({
  /** The `cursor` of the page before. */
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** A part of the text, in whatever case. */
  search: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.searchLength))),
  state: z._default(z.enum(['shown', 'hidden', 'all']), 'shown'),
});
