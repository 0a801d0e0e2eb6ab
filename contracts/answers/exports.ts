import * as z from 'zod/mini';
import { type ExportManifest, type ExportView, exportFormats } from '../exports.ts';
import { describes } from './describes.ts';
import { count, instant } from './shapes.ts';

const written = { responses: count, bytes: count, hash: z.string() };
const asked = { format: z.enum(exportFormats), wording: z.enum(['texts', 'ids']) };

const exportManifest = describes<ExportManifest>()(
  z.strictObject({
    schemaVersion: z.literal(1),
    pollId: z.string(),
    ...asked,
    ...written,
    parts: z.array(z.strictObject(written)),
    finishedAt: instant,
  }),
);

export const exportView = describes<ExportView>()(
  z.strictObject({
    id: z.string(),
    pollId: z.string(),
    ...asked,
    state: z.enum(['pending', 'running', 'ready', 'failed']),
    requestedAt: instant,
    progress: z.strictObject({ responses: count, of: count }),
    manifest: z.optional(exportManifest),
    downloadUrl: z.optional(z.url()),
    expiresAt: z.optional(instant),
  }),
);

export const exportList = z.strictObject({ exports: z.array(exportView) });
