import { headers } from '../../contracts/headers.ts';
import type { LiveAccess } from '../../contracts/live.ts';
import type { PollResults } from '../../contracts/results.ts';
import type { Connection } from './connection.ts';
import { ProblemError } from './errors.ts';
import { type Answer, request } from './request.ts';
import type { Voter } from './voter.ts';

/** Reads results by HTTP; names the voter only where that opens a door, so that most answers come from a cache. */
export class ResultsReader {
  readonly #connection: Connection;
  readonly #voter: Voter;
  #asVoter = false;
  #etag: string | undefined;

  constructor(connection: Connection, voter: Voter) {
    this.#connection = connection;
    this.#voter = voter;
  }

  /**
   * @returns undefined when nothing has changed since the last time
   * @throws ProblemError `results-hidden` for who may not see them now, and as `request` does
   */
  async results(): Promise<PollResults | undefined> {
    const known: Record<string, string> = this.#etag === undefined ? {} : { [headers.ifNoneMatch]: this.#etag };
    // Who couldn't see them for a while has to be told all again.
    this.#etag = undefined;
    const answer = await this.#get<PollResults>('results', known);
    this.#etag = answer.headers.get('etag') ?? undefined;
    return answer.body;
  }

  /** The way to the live channel. */
  async live(): Promise<LiveAccess | undefined> {
    return (await this.#get<LiveAccess>('live', {})).body;
  }

  async #get<T>(path: string, extra: Record<string, string>): Promise<Answer<T>> {
    const { address } = this.#connection;
    const token = this.#voter.known;
    const voter: Record<string, string> = this.#asVoter && token !== undefined ? { [headers.voterToken]: token } : {};
    try {
      return await request<T>(`${address}/${path}`, { headers: { ...extra, ...voter } });
    } catch (error) {
      const forVoters = error instanceof ProblemError && error.document.policy === 'after-voting';
      if (!forVoters || this.#asVoter || token === undefined) throw error;
      this.#asVoter = true;
      return await this.#get(path, extra);
    }
  }
}
