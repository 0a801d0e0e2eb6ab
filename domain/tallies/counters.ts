import type { StoredAnswer } from '../../contracts/response.ts';

/** What of a stored response is counted. */
export interface CountedResponse {
  readonly answers: Readonly<Record<string, StoredAnswer>>;
  readonly skipped: readonly string[];
  /** The exclusion that leaves it out: it counts as nothing but that. */
  readonly excludedBy?: string;
}

/** Names of counters. Ids hold no colon, so the names can't collide. */
export const counterNames = {
  responses: 'n',
  /** Responses that results leave out: all, and those of one exclusion. */
  excluded: 'q',
  excludedBy: (exclusion: string) => `q:${exclusion}`,
  answered: (question: string) => `a:${question}`,
  skipped: (question: string) => `s:${question}`,
  option: (question: string, option: string) => `o:${question}:${option}`,
  rating: (question: string, value: number) => `v:${question}:${value}`,
  position: (question: string, option: string, position: number) => `p:${question}:${option}:${position}`,
  cell: (question: string, row: string, column: string) => `x:${question}:${row}:${column}`,
} as const;

/** The counters that one response adds one to. Positions of a ranking count from 0. */
export function countersOf(response: CountedResponse): string[] {
  if (response.excludedBy !== undefined) return [counterNames.excluded, counterNames.excludedBy(response.excludedBy)];
  return [
    counterNames.responses,
    ...response.skipped.map(counterNames.skipped),
    ...Object.entries(response.answers).flatMap(([question, answer]) => [
      counterNames.answered(question),
      ...countersOfAnswer(question, answer),
    ]),
  ];
}

function countersOfAnswer(question: string, answer: StoredAnswer): string[] {
  if ('s' in answer) return [counterNames.option(question, answer.s)];
  if ('m' in answer) return answer.m.map((option) => counterNames.option(question, option));
  if ('r' in answer) return [counterNames.rating(question, answer.r)];
  if ('k' in answer) return answer.k.map((option, position) => counterNames.position(question, option, position));
  if ('x' in answer) return Object.entries(answer.x).map(([row, column]) => counterNames.cell(question, row, column));
  return [];
}
