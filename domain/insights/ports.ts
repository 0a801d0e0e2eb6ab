import type { InsightJob, View } from '../../contracts/insight-job.ts';
import type { Device } from '../../contracts/insights.ts';
import type { StoredAnswer } from '../../contracts/response.ts';
import type { Poll } from '../polls/poll.ts';
import type { KeptAnswer, Position } from './kept-answer.ts';

/** What insights need of a stored response. */
export interface StoredForInsights {
  readonly responseId: string;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly country: string | undefined;
  readonly device: Device;
  /** Those to the questions that were asked for. */
  readonly answers: Readonly<Record<string, StoredAnswer>>;
}

/** Takes responses one by one, in any order, and tells what they come to. */
export interface InsightFold<Outcome> {
  add(response: StoredForInsights): void;
  outcome(): Outcome;
}

/** How an outcome was made. */
export interface Made {
  /** When reading began, in milliseconds since 1970. */
  readonly asOf: number;
  /** How long it took, in milliseconds. */
  readonly took: number;
  /** The tally's time then: while the tally has the same, there is nothing new to read. */
  readonly basis: number | undefined;
  /** Responses that it is made of. */
  readonly responses: number;
}

/** What the tally tells of a poll's responses, without reading any. */
export interface TallyState {
  /** When counters last changed, in milliseconds since 1970. */
  readonly updatedAt: number | undefined;
  readonly responses: number;
  /** Whether responses that it counts have expired. */
  readonly expired: boolean;
}

/** The head of the stored answers, without a single text. */
export interface AnswersHead {
  readonly run: string;
  /** Where each page begins. */
  readonly pages: readonly Position[];
}

/** Where outcomes are kept. */
export interface InsightStore {
  tally(pollId: string): Promise<TallyState>;
  find(pollId: string, view: View): Promise<{ readonly made: Made; readonly outcome: unknown } | undefined>;
  /** Keeps an outcome, unless a newer one is there. */
  save(given: { pollId: string; view: View; made: Made; outcome: unknown }): Promise<void>;
}

/** Where answers to text questions are kept; what `find` tells of them is an `AnswersHead`. */
export interface AnswerPages {
  /** Keeps all of them in the place of those before, unless newer ones are there. */
  save(given: { pollId: string; question: string; made: Made; answers: readonly KeptAnswer[] }): Promise<void>;
  /** @returns undefined where newer answers have taken the page's place */
  read(given: {
    pollId: string;
    question: string;
    run: string;
    page: number;
  }): Promise<readonly KeptAnswer[] | undefined>;
}

/** Sees to it that one worker at a time computes a poll's view. */
export interface InsightLeases {
  /** @returns false where somebody has asked for it already */
  ask(job: InsightJob): Promise<boolean>;
  /** @returns false while another worker is at it */
  start(given: { pollId: string; view: View; worker: string; now: number }): Promise<boolean>;
  /** @returns false when another worker has taken over */
  extend(given: { pollId: string; view: View; worker: string; now: number }): Promise<boolean>;
  end(given: { pollId: string; view: View; worker: string }): Promise<void>;
  /** Takes the question back. */
  withdraw(job: InsightJob): Promise<void>;
}

export interface InsightQueue {
  send(job: InsightJob): Promise<void>;
}

/** A poll's responses, a page at a time. */
export interface ReadableResponses {
  pages(given: {
    poll: Pick<Poll, 'id'>;
    shard: number;
    questions: readonly string[];
  }): AsyncIterable<readonly StoredForInsights[]>;
}
