import { limits } from '../../contracts/limits.ts';
import { comparePositions, type KeptAnswer, type Position } from './kept-answer.ts';
import type { AnswersHead } from './ports.ts';

export interface AnswerSearch {
  /** Where the page before ended. */
  readonly after: Position | undefined;
  readonly search: string | undefined;
  readonly state: 'shown' | 'hidden' | 'all';
}

/** Letters that differ in their case only are the same, in every script: `ß` and `SS`, `ς` and `Σ`. */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toUpperCase();
}

/**
 * A page of the answers that are looked for, newest first.
 * @param read tells the answers of a stored page, or undefined when newer ones have taken its place
 * @returns undefined in that case
 */
export async function findAnswers(
  { pages }: AnswersHead,
  read: (page: number) => Promise<readonly KeptAnswer[] | undefined>,
  { after, search, state, hidden }: AnswerSearch & { hidden: ReadonlySet<string> },
): Promise<{ answers: readonly (KeptAnswer & { hidden: boolean })[]; more: boolean } | undefined> {
  const wanted = search === undefined ? undefined : foldCase(search);
  const found: (KeptAnswer & { hidden: boolean })[] = [];
  // The last stored page that begins at or before the place.
  const first = after
    ? Math.max(
        0,
        pages.findLastIndex((start) => comparePositions(start, after) <= 0),
      )
    : 0;
  for (let page = first; page < pages.length; page += 1) {
    const answers = await read(page);
    if (!answers) return undefined;
    for (const answer of answers) {
      if (after && comparePositions(answer, after) <= 0) continue;
      const isHidden = hidden.has(answer.responseId);
      if (state !== 'all' && isHidden !== (state === 'hidden')) continue;
      if (wanted !== undefined && !foldCase(answer.text).includes(wanted)) continue;
      if (found.length === limits.pageSize) return { answers: found, more: true };
      found.push({ ...answer, hidden: isHidden });
    }
  }
  return { answers: found, more: false };
}
