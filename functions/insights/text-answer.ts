import type { TextAnswer } from '../../contracts/insights.ts';
import type { KeptAnswer } from '../../domain/insights/kept-answer.ts';

export function toTextAnswer(answer: KeptAnswer & { hidden: boolean }): TextAnswer {
  return { ...answer, submittedAt: new Date(answer.submittedAt).toISOString() };
}
