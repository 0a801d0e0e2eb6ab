import * as z from 'zod/mini';

/** What `DELETE /polls/{pollId}/voters/{voter}` answers: what was removed, by where it was. */
export interface Erasure {
  readonly pollId: string;
  readonly erasedAt: string;
  readonly removed: {
    /** 1, or 0 where none was recorded: one that still waits to be recorded won't be. */
    readonly responses: number;
    /** Files of exports of the whole poll, in the region that answers; they can be asked for again. */
    readonly exports: number;
    /** Texts among the answers that insights list, in the region that answers. */
    readonly textAnswers: number;
    readonly moderationMarks: number;
    /** 1 where the poll is archived and the response was in its archive, or 0. */
    readonly archivedResponses: number;
  };
}

/** In the place of `{voter}`: the voter whose token is in the header. */
export const tokenVoter = 'token';

/** The body of a message in the erasures queue. */
export const erasureMessageSchema = z.object({ v: z.literal(1), pollId: z.string(), voterKey: z.string() });
export type ErasureMessage = z.output<typeof erasureMessageSchema>;
