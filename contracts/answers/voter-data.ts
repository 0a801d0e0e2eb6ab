import * as z from 'zod/mini';
import { exportFormats } from '../exports.ts';
import { submissionSchema } from '../response.ts';
import type { VoterData } from '../voter-data.ts';
import { describes } from './describes.ts';
import { instant } from './shapes.ts';

const response = {
  responseId: z.string(),
  submittedAt: instant,
  answers: submissionSchema.shape.answers,
  skipped: z.array(z.string()),
  metadata: z.record(z.string(), z.string()),
  country: z.optional(z.string()),
  device: z.optional(z.string()),
};
const signs = {
  connection: z.optional(z.string()),
  sender: z.optional(z.string()),
  network: z.optional(z.string()),
  excludedBy: z.optional(z.string()),
};
const answer = { questionId: z.string(), responseId: z.string() };

export const voterData = describes<VoterData>()(
  z.strictObject({
    pollId: z.string(),
    voterKey: z.string(),
    response: z.optional(z.strictObject({ ...response, ...signs, expiresAt: z.optional(instant) })),
    archivedResponse: z.optional(z.strictObject(response)),
    erasedAt: z.optional(instant),
    textAnswers: z.array(z.strictObject({ ...answer, text: z.string() })),
    hiddenAnswers: z.array(z.strictObject(answer)),
    exports: z.array(
      z.strictObject({
        id: z.string(),
        format: z.enum(exportFormats),
        state: z.enum(['pending', 'running', 'ready', 'failed']),
        requestedAt: instant,
      }),
    ),
  }),
);
