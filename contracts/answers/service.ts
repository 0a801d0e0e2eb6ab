import * as z from 'zod/mini';
import type { HealthReport } from '../health.ts';
import { describes } from './describes.ts';

const check = z.enum(['ok', 'failed']);

export const healthReport = describes<HealthReport>()(
  z.strictObject({
    status: z.enum(['in-service', 'taken-out', 'failing']),
    checks: z.strictObject({ table: check, queue: check, stream: z.enum(['ok', 'failed', 'behind']) }),
  }),
);

const fieldError = z.strictObject({ pointer: z.string(), detail: z.string() });

/** An RFC 9457 problem; some have more fields. */
export const problemDocument = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  instance: z.optional(z.string()),
  errors: z.optional(z.array(fieldError)),
});

/** What the gateway says itself, of a request that reaches none of our functions. */
export const gatewayRefusal = z.strictObject({ message: z.string() });
