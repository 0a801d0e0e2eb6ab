import { limits } from '../../contracts/limits.ts';
import { comparePositions, type KeptAnswer } from './kept-answer.ts';
import type { InsightFold, StoredForInsights } from './ports.ts';

interface Bounds {
  readonly answers: number;
  /** Of their texts together. */
  readonly bytes: number;
}

/** Keeps the newest answers to a text question, and never more than twice as many as it will tell. */
export class NewestAnswersFold implements InsightFold<readonly KeptAnswer[]> {
  readonly #question: string;
  readonly #most: Bounds;
  #kept: KeptAnswer[] = [];

  constructor(question: string, most: Bounds = { answers: limits.shownAnswers, bytes: limits.shownAnswersBytes }) {
    this.#question = question;
    this.#most = most;
  }

  add({ responseId, submittedAt, answers }: StoredForInsights): void {
    const answer = answers[this.#question];
    if (!answer || !('t' in answer)) return;
    this.#kept.push({ responseId, submittedAt, text: answer.t });
    if (this.#kept.length >= 2 * this.#most.answers) this.#shorten();
  }

  outcome(): readonly KeptAnswer[] {
    this.#shorten();
    let bytes = 0;
    const tooMany = this.#kept.findIndex(({ text }) => {
      bytes += Buffer.byteLength(text);
      return bytes > this.#most.bytes;
    });
    return tooMany === -1 ? this.#kept : this.#kept.slice(0, tooMany);
  }

  #shorten(): void {
    this.#kept = this.#kept.sort(comparePositions).slice(0, this.#most.answers);
  }
}
