import type { Ballot } from '../../contracts/poll.ts';
import type { Submission } from '../../contracts/response.ts';
import type { PollResults } from '../../contracts/results.ts';
import { Connection } from './connection.ts';
import { type KeptResponse, Outbox, type Outcome, type Progress } from './outbox.ts';
import { request } from './request.ts';
import { ResultsReader } from './results-reader.ts';
import { defaultStorage, type KeyValueStorage } from './storage.ts';
import { Voter } from './voter.ts';
import { type ResultsWatch, type ResultsWatcher, watchResults } from './watch-results.ts';

export type { Ballot, Question } from '../../contracts/poll.ts';
export type { ProblemCode, ProblemDocument } from '../../contracts/problems.ts';
export type { AnswerInput, Submission } from '../../contracts/response.ts';
export type { PollResults, QuestionResult } from '../../contracts/results.ts';
export { ConnectionError, mayPass, ProblemError } from './errors.ts';
export { type ProveVoterOptions, proveVoter } from './prove-voter.ts';
export { type KeyValueStorage, memoryStorage } from './storage.ts';
export type { KeptResponse, Outcome, Progress, ResultsWatch, ResultsWatcher };

export interface PollClientOptions {
  /** The API's address, such as `https://polls.example.com`. */
  readonly api: string;
  /** The poll's id. */
  readonly poll: string;
  /** From the workspace's own backend, or from `proveVoter`, for a poll whose voters are `authenticated` or have `codes`. */
  readonly voterToken?: string | undefined;
  /** @default localStorage in browsers, memory elsewhere */
  readonly storage?: KeyValueStorage | undefined;
}

/** One poll, as a voter or a viewer sees it. */
export class PollClient {
  readonly #end = new AbortController();
  readonly #connection: Connection;
  readonly #voter: Voter;
  readonly #outbox: Outbox;

  constructor({ api, poll, voterToken, storage = defaultStorage() }: PollClientOptions) {
    this.#connection = new Connection(api, poll, storage, this.#end.signal);
    this.#voter = new Voter(this.#connection, voterToken);
    this.#outbox = new Outbox(this.#connection, this.#voter);
  }

  /** The form. @throws ProblemError `not-found`, ConnectionError */
  async ballot(): Promise<Ballot | undefined> {
    return (await request<Ballot>(`${this.#connection.address}/ballot`)).body;
  }

  /** The answer that is kept until it is confirmed, if there is one: `resume` goes on with it. */
  get kept(): KeptResponse | undefined {
    return this.#outbox.kept;
  }

  /** The response of this device that counts or was replaced, or was refused as another of the voter's counts. */
  get votedAs(): string | undefined {
    return this.#outbox.votedAs;
  }

  /**
   * Keeps an answer and delivers it. It survives lost connections, and reloads by `resume`, and counts at most once.
   * A kept answer that isn't confirmed yet gives way to it.
   */
  submit(submission: Submission, report: (progress: Progress) => void = () => {}): Promise<Outcome> {
    this.#outbox.keep(submission);
    return this.#outbox.deliver(report);
  }

  /** Goes on with the answer that was kept before the page was reloaded; undefined when there is none. */
  resume(report: (progress: Progress) => void = () => {}): Promise<Outcome> | undefined {
    return this.kept && this.#outbox.deliver(report);
  }

  /** Results as they are now. @throws ProblemError `results-hidden`, `not-found`, ConnectionError */
  async results(): Promise<PollResults | undefined> {
    return await new ResultsReader(this.#connection, this.#voter).results();
  }

  /** Tells of results as they change, until it is stopped. */
  watchResults(watcher: ResultsWatcher): ResultsWatch {
    const watch = watchResults(new ResultsReader(this.#connection, this.#voter), watcher);
    this.#end.signal.addEventListener('abort', watch.stop);
    return watch;
  }

  /** Ends all that is under way. A kept answer stays kept. */
  close(): void {
    this.#end.abort();
  }
}
