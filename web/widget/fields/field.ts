import type { AnswerInput, Question } from '../../client/client.ts';
import type { Language } from '../language.ts';

/** Where a visitor answers one question. */
export interface Field {
  readonly elements: readonly HTMLElement[];
  /** Undefined when nothing was answered. */
  read(): AnswerInput | undefined;
  focus(): void;
}

/** What a field is made of. */
export interface FieldGiven<Kind extends Question['kind']> {
  readonly question: Extract<Question, { kind: Kind }>;
  readonly language: Language;
  /** Id of the element that says what is wrong. */
  readonly errorId: string;
  /** To be called when the answer has changed by other than an `input` event. */
  changed(): void;
}
