import type { AcceptedResponse, ResponseStatus } from '../../contracts/response.ts';
import type { ResponseId } from './response-id.ts';

/** What is stored of a voter's response. */
export interface RecordedResponse {
  readonly responseId: string;
  readonly submittedAt: number;
}

/** Where responses live: one for each voter and poll. */
export interface ResponseStore {
  /**
   * Stores a response unless the voter's stored one has precedence, or it is from before an erasure (see `isTaken`).
   * @returns whether it is the stored one now
   */
  record(response: AcceptedResponse): Promise<boolean>;
  /**
   * Erases a voter's response. What was submitted up to now is never stored again, however late or often it comes.
   * @param now milliseconds since 1970
   * @returns whether there was one
   */
  erase(key: { pollId: string; shards: number; voterKey: string }, now: number): Promise<boolean>;
  find(key: { pollId: string; shards: number; voterKey: string }): Promise<RecordedResponse | undefined>;
  /** Every stored ranking of one question, in no order. */
  rankings(key: { pollId: string; shards: number; questionId: string }): AsyncIterable<readonly string[]>;
}

/** What has been accepted and waits to be recorded. */
export interface ResponseQueue {
  /** Resolves only when the queue has confirmed the response. */
  send(response: AcceptedResponse): Promise<void>;
}

interface Submitted {
  readonly submittedAt: number;
  readonly responseId: string;
}

/**
 * Which of two responses of a voter counts, whatever order they come in: with `replace` the newest, with `refuse`
 * the first. Ties are decided by the response id, so that every region decides alike.
 */
export function takesPrecedence(changes: AcceptedResponse['changes'], mine: Submitted, other: Submitted): boolean {
  const newer =
    mine.submittedAt === other.submittedAt ? mine.responseId > other.responseId : mine.submittedAt > other.submittedAt;
  return changes === 'replace' ? newer : !newer;
}

/** What stands in a voter's place: a response, when the voter was last erased, or both. */
export interface Place {
  readonly response?: Submitted;
  /** Milliseconds since 1970. */
  readonly erasedAt?: number;
}

/** Whether a submission becomes the voter's stored response: never one from before the voter was erased. */
export function isTaken(changes: AcceptedResponse['changes'], mine: Submitted, { response, erasedAt }: Place): boolean {
  if (erasedAt !== undefined && mine.submittedAt <= erasedAt) return false;
  return response === undefined || takesPrecedence(changes, mine, response);
}

/** What became of a response, told from the one that is stored for its voter. */
export function statusOf(response: ResponseId, stored: RecordedResponse | undefined): ResponseStatus {
  const { responseId, submittedAt } = response;
  if (stored?.responseId === responseId) return { responseId, status: 'recorded' };
  if (!stored || (submittedAt !== undefined && takesPrecedence('replace', { responseId, submittedAt }, stored))) {
    return { responseId, status: 'pending', detail: 'Accepted, and not recorded yet.' };
  }
  return submittedAt === undefined
    ? { responseId, status: 'refused', detail: 'This voter has answered before; that response counts.' }
    : { responseId, status: 'replaced', detail: 'A newer response of this voter counts.' };
}
