import * as z from 'zod/mini';
import type { ApiKeyView, NewApiKey } from '../keys.ts';
import { scopes } from '../scopes.ts';
import { describes } from './describes.ts';
import { instant } from './shapes.ts';

export const apiKeyView = describes<ApiKeyView>()(
  z.strictObject({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    createdAt: instant,
    expiresAt: z.optional(instant),
    replacedBy: z.optional(z.string()),
    lastUsedOn: z.optional(z.iso.date()),
  }),
);

export const newApiKey = describes<NewApiKey>()(z.extend(apiKeyView, { key: z.string() }));

export const apiKeyList = z.strictObject({ keys: z.array(apiKeyView) });
