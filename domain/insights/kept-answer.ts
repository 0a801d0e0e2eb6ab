/** An answer to a text question, as it is kept for moderators. */
export interface KeptAnswer {
  readonly responseId: string;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly text: string;
}

export type Position = Pick<KeptAnswer, 'responseId' | 'submittedAt'>;

/** Negative where `a` stands before `b`: newest first, ties by the response's id. */
export function comparePositions(a: Position, b: Position): number {
  if (a.submittedAt !== b.submittedAt) return b.submittedAt - a.submittedAt;
  return a.responseId === b.responseId ? 0 : a.responseId > b.responseId ? -1 : 1;
}
