import * as z from 'zod/mini';
import type { Erasure } from '../erasure.ts';
import { describes } from './describes.ts';
import { count, instant } from './shapes.ts';

export const erasure = describes<Erasure>()(
  z.strictObject({
    pollId: z.string(),
    erasedAt: instant,
    removed: z.strictObject({
      responses: count,
      exports: count,
      textAnswers: count,
      moderationMarks: count,
      archivedResponses: count,
    }),
  }),
);
