import * as z from 'zod/mini';
import {
  type MediaView,
  type Picture,
  type Pictures,
  type RefusalCode,
  refusals,
  type UploadTicket,
} from '../media.ts';
import { describes } from './describes.ts';
import { instant } from './shapes.ts';

const pixels = z.int().check(z.gte(1));
const size = { width: pixels, height: pixels };

export const picture = describes<Picture>()(
  z.strictObject({ ...size, sizes: z.array(z.strictObject({ ...size, webp: z.string(), avif: z.string() })) }),
);

export const pictures = describes<Pictures>()(z.record(z.string(), picture));

export const uploadTicket = describes<UploadTicket>()(
  z.strictObject({
    id: z.string(),
    state: z.literal('pending'),
    upload: z.strictObject({ url: z.url(), fields: z.record(z.string(), z.string()) }),
    expiresAt: instant,
  }),
);

const told = { id: z.string(), createdAt: instant, name: z.optional(z.string()) };
const reason = z.enum(Object.keys(refusals) as RefusalCode[]);

export const mediaView = describes<MediaView>()(
  z.discriminatedUnion('state', [
    z.strictObject({ ...told, state: z.literal('pending') }),
    z.strictObject({ ...told, state: z.literal('ready'), picture }),
    z.strictObject({ ...told, state: z.literal('refused'), reason, detail: z.string() }),
  ]),
);
