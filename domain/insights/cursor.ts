import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Poll } from '../polls/poll.ts';
import { Problem } from '../problem.ts';
import type { Position } from './kept-answer.ts';

/** Enough that nobody guesses one; a wrong one would open nothing either, as it is a place in the poll's own answers. */
const sealBytes = 12;

/** Where a page ends, sealed under the poll's own secret, so that callers can build on nothing in it. */
export function toCursor(poll: Pick<Poll, 'salt'>, { submittedAt, responseId }: Position): string {
  const place = Buffer.from(`${submittedAt} ${responseId}`);
  return Buffer.concat([sealOf(poll, place), place]).toString('base64url');
}

/** @throws Problem `invalid-request` for a text that isn't a cursor of this poll */
export function fromCursor(poll: Pick<Poll, 'salt'>, cursor: string): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  const [seal, place] = [bytes.subarray(0, sealBytes), bytes.subarray(sealBytes)];
  // Not every text is the one way to write its bytes.
  const isWhole = seal.length === sealBytes && bytes.toString('base64url') === cursor;
  if (!isWhole || !timingSafeEqual(seal, sealOf(poll, place))) {
    throw new Problem('invalid-request', 'The cursor is not one of this poll.', {
      fieldErrors: [{ pointer: '/cursor', detail: 'must be the cursor of an earlier page' }],
    });
  }
  const [submittedAt = '', responseId = ''] = place.toString().split(' ');
  return { submittedAt: Number(submittedAt), responseId };
}

function sealOf({ salt }: Pick<Poll, 'salt'>, place: Buffer): Buffer {
  return createHmac('sha256', salt).update('answers cursor\n').update(place).digest().subarray(0, sealBytes);
}
