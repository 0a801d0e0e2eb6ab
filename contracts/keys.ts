import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { type Scope, scopes } from './scopes.ts';
import { lineOf } from './text.ts';

/** Body of `POST /keys`. */
export const newKeySchema = z.strictObject({
  /** What it is for, in a person's words. */
  name: lineOf(1, limits.labelLength),
  scopes: z.array(z.enum(scopes)).check(z.minLength(1), z.maxLength(scopes.length)),
  /** From when on it opens nothing. @default never */
  expiresAt: z.optional(
    z.iso.datetime({ offset: true, message: 'must be an ISO 8601 time such as 2027-01-31T18:00:00Z' }),
  ),
});

/** Body of `POST /keys/{keyId}/rotate`. */
export const keyRotationSchema = z.strictObject({
  /** For how long the key before is good, too. Seconds; 0 ends it at once. */
  overlapSeconds: z._default(z.int().check(z.gte(0), z.lte(limits.keyOverlapSeconds)), 24 * 3_600),
});

/** An API key as its workspace sees it: never the key itself. `GET /keys` answers `{ keys: ApiKeyView[] }`. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  /** From when on it opens nothing. */
  readonly expiresAt?: string;
  /** The key that took its place. */
  readonly replacedBy?: string;
  /** The day (UTC) on which it was last used; absent: never. */
  readonly lastUsedOn?: string;
}

/** Body of the `201` answers of `POST /keys` and `…/rotate`: the only time that a key is shown. */
export interface NewApiKey extends ApiKeyView {
  readonly key: string;
}
