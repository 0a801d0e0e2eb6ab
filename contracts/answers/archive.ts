import * as z from 'zod/mini';
import { type ArchiveView, archiveStates } from '../archive.ts';
import { describes } from './describes.ts';
import { count, instant } from './shapes.ts';

export const archiveView = describes<ArchiveView>()(
  z.strictObject({
    pollId: z.string(),
    state: z.enum(archiveStates),
    region: z.string(),
    requestedAt: instant,
    responses: count,
    reason: z.optional(z.string()),
    finishedAt: z.optional(instant),
  }),
);
