import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { type Scope, scopes } from './scopes.ts';

/** Body of `POST /keys`. */
export const newKeySchema = z.strictObject({
  /** What it is for, in a person's words. */
  name: z.string().check(z.minLength(1), z.maxLength(limits.labelLength)),
  scopes: z.array(z.enum(scopes)).check(z.minLength(1), z.maxLength(scopes.length)),
});

/** An API key as its workspace sees it: never the key itself. `GET /keys` answers `{ keys: ApiKeyView[] }`. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
}

/** Body of the `201` answer of `POST /keys`: the only time that the key is shown. */
export interface NewApiKey extends ApiKeyView {
  readonly key: string;
}
