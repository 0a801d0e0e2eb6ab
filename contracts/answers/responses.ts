import * as z from 'zod/mini';
import type { Acceptance, ResponseStatus, VoterToken } from '../response.ts';
import { describes } from './describes.ts';

export const acceptance = describes<Acceptance>()(
  z.strictObject({ responseId: z.string(), status: z.literal('pending') }),
);

export const responseStatus = describes<ResponseStatus>()(
  z.strictObject({
    responseId: z.string(),
    status: z.enum(['pending', 'recorded', 'refused', 'replaced']),
    detail: z.optional(z.string()),
  }),
);

export const voterToken = describes<VoterToken>()(z.strictObject({ voterToken: z.string() }));
