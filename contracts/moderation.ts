import * as z from 'zod/mini';

/** Body of `PATCH /polls/{pollId}/answers/{questionId}/{responseId}`, which answers with the `TextAnswer`. */
export const moderationSchema = z.strictObject({ hidden: z.boolean() });
