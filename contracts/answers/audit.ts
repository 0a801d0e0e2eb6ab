import * as z from 'zod/mini';
import type { AuditEntry, AuditPage } from '../audit.ts';
import { describes } from './describes.ts';
import { instant } from './shapes.ts';

const auditEntry = describes<AuditEntry>()(
  z.strictObject({
    v: z.literal(1),
    workspaceId: z.string(),
    chain: z.string(),
    sequence: z.int(),
    at: instant,
    actor: z.string(),
    action: z.string(),
    phase: z.enum(['attempted', 'done']),
    target: z.record(z.string(), z.string()),
    requestId: z.string(),
    status: z.optional(z.int()),
    made: z.optional(z.string()),
    attempt: z.optional(z.int()),
    previous: z.string(),
    hash: z.string(),
  }),
);

export const auditPage = describes<AuditPage>()(
  z.strictObject({ entries: z.array(auditEntry), cursor: z.optional(z.string()) }),
);
