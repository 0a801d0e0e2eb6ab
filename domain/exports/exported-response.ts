import type { StoredAnswer } from '../../contracts/response.ts';

/** A stored response as an export reads it. */
export interface ExportedResponse {
  readonly responseId: string;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly answers: Readonly<Record<string, StoredAnswer>>;
  readonly skipped: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly country?: string;
  readonly device?: string;
}

/** Where an export stands in a poll's responses: behind this voter key of this partition; at its beginning without. */
export interface Position {
  readonly partition: number;
  readonly after?: string;
}

/** The answer as a voter gives it to the API. */
export function plainAnswer(
  answer: StoredAnswer,
): string | number | readonly string[] | Readonly<Record<string, string>> {
  if ('s' in answer) return answer.s;
  if ('m' in answer) return answer.m;
  if ('r' in answer) return answer.r;
  if ('k' in answer) return answer.k;
  if ('x' in answer) return answer.x;
  return answer.t;
}
