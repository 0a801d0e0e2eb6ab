import type { Question } from '../../contracts/poll.ts';
import type { Counts, PollResults, QuestionResult } from '../../contracts/results.ts';
import { summarizeRatings } from '../outcomes/rating-summary.ts';
import { type Poll, pollState } from '../polls/poll.ts';
import { counterNames } from './counters.ts';

/** A poll's tally as it is read. */
export interface Tally {
  readonly counters: ReadonlyMap<string, number>;
  /** When the newest batch was absorbed, milliseconds since 1970. */
  readonly updatedAt: number | undefined;
}

export const emptyTally: Tally = { counters: new Map(), updatedAt: undefined };

/**
 * Results of every question from the counters. Options that nobody chose are there with 0.
 * @param pending accepted responses that aren't recorded yet, see `PollResults`; undefined: unknown
 */
export function resultsOf(poll: Poll, tally: Tally, now: number, pending?: number): PollResults {
  const excluded = tally.counters.get(counterNames.excluded) ?? 0;
  return {
    pollId: poll.id,
    state: pollState(poll, now),
    ...(tally.updatedAt === undefined ? {} : { asOf: new Date(tally.updatedAt).toISOString() }),
    ...(pending === undefined ? {} : { pending }),
    responses: tally.counters.get(counterNames.responses) ?? 0,
    ...(excluded > 0 ? { excluded } : {}),
    questions: Object.fromEntries(
      poll.questions.map((question) => [question.id, resultOf(question, (name) => tally.counters.get(name) ?? 0)]),
    ),
  };
}

function resultOf(question: Question, count: (name: string) => number): QuestionResult {
  const shown = {
    respondents: count(counterNames.answered(question.id)),
    skips: count(counterNames.skipped(question.id)),
  };
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return {
        kind: question.kind,
        ...shown,
        counts: counts(question.options, (option) => count(counterNames.option(question.id, option))),
      };
    case 'rating': {
      const histogram = new Map(
        Array.from({ length: question.max - question.min + 1 }, (_, index) => {
          const value = question.min + index;
          return [value, count(counterNames.rating(question.id, value))];
        }),
      );
      return {
        kind: 'rating',
        ...shown,
        counts: Object.fromEntries(histogram),
        ...summarizeRatings(histogram, question.nps),
      };
    }
    case 'ranking':
      return { kind: 'ranking', ...shown, ...rankingResult(question, count) };
    case 'matrix':
      return {
        kind: 'matrix',
        ...shown,
        rows: Object.fromEntries(
          question.rows.map((row) => [
            row.id,
            counts(question.columns, (column) => count(counterNames.cell(question.id, row.id, column))),
          ]),
        ),
      };
    case 'text':
      return { kind: 'text', ...shown };
  }
}

function rankingResult(question: Extract<Question, { kind: 'ranking' }>, count: (name: string) => number) {
  const { options } = question;
  const positions = Object.fromEntries(
    options.map((option) => [
      option.id,
      options.map((_, position) => count(counterNames.position(question.id, option.id, position))),
    ]),
  );
  return {
    positions,
    borda: counts(options, (option) =>
      (positions[option] ?? []).reduce(
        (points, times, position) => points + times * (options.length - 1 - position),
        0,
      ),
    ),
    firstChoices: counts(options, (option) => positions[option]?.[0] ?? 0),
  };
}

function counts(items: readonly { id: string }[], countOf: (id: string) => number): Counts {
  return Object.fromEntries(items.map(({ id }) => [id, countOf(id)]));
}
