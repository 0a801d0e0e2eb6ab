import type { Question } from '../../client/client.ts';
import { matrixField, multipleField, singleField } from './choice.ts';
import type { Field, FieldGiven } from './field.ts';
import { rankingField } from './ranking.ts';
import { ratingField } from './rating.ts';
import { textField } from './text.ts';

/** The field for a question of any kind. */
export function makeField(question: Question, rest: Omit<FieldGiven<Question['kind']>, 'question'>): Field {
  switch (question.kind) {
    case 'single':
      return singleField({ question, ...rest });
    case 'multiple':
      return multipleField({ question, ...rest });
    case 'rating':
      return ratingField({ question, ...rest });
    case 'ranking':
      return rankingField({ question, ...rest });
    case 'matrix':
      return matrixField({ question, ...rest });
    case 'text':
      return textField({ question, ...rest });
  }
}
