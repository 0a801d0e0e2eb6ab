import type { VoterToken } from '../../contracts/response.ts';
import type { Connection } from './connection.ts';
import { request } from './request.ts';

/** This device's proof of who votes. It is asked for once and kept. */
export class Voter {
  readonly #connection: Connection;
  readonly #given: string | undefined;
  #asked: Promise<string> | undefined;

  /** @param given the token of a voter whom the workspace vouches for; the device gets none of its own then */
  constructor(connection: Connection, given: string | undefined) {
    this.#connection = connection;
    this.#given = given;
  }

  /** The token, if there is one already. */
  get known(): string | undefined {
    return this.#given ?? this.#connection.read<string>('voter');
  }

  /** @throws ProblemError `wrong-state` where only the workspace hands out tokens, and as `request` does */
  async token(): Promise<string> {
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = undefined;
    });
    return this.known ?? (await this.#asked);
  }

  /**
   * Forgets a token that the API didn't take.
   * @returns whether another can be had
   */
  forget(): boolean {
    if (this.#given !== undefined) return false;
    this.#connection.write('voter', undefined);
    return true;
  }

  async #ask(): Promise<string> {
    if (this.known !== undefined) return this.known;
    const { address } = this.#connection;
    const { body } = await request<VoterToken>(`${address}/devices`, { method: 'POST' });
    // Another tab may have been faster; both must vote as one.
    if (this.known === undefined) this.#connection.write('voter', body?.voterToken);
    return this.known ?? '';
  }
}
