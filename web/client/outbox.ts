import { headers } from '../../contracts/headers.ts';
import type { Acceptance, ResponseStatus, Submission } from '../../contracts/response.ts';
import { backoffMs, pause } from './backoff.ts';
import type { Connection } from './connection.ts';
import { askedWaitMs, mayPass, ProblemError } from './errors.ts';
import { randomId } from './random-id.ts';
import { request } from './request.ts';
import type { Voter } from './voter.ts';

/** An answer that is kept until it is confirmed. */
export interface KeptResponse extends Submission {
  /** Its `Idempotency-Key`: however often it is sent, it counts once. */
  readonly key: string;
  /** Once the API has accepted it. */
  readonly responseId?: string;
}

/** `waiting`: it didn't get through, and is tried again. `accepted`: it is safe, and not counted yet. */
export type Progress =
  | { readonly status: 'sending' }
  | { readonly status: 'waiting'; readonly error: unknown }
  | { readonly status: 'accepted'; readonly responseId: string };

/**
 * How it ended. `recorded`: it counts. `replaced`: a newer answer of the voter counts. `refused`: it doesn't count,
 * for the `problem`, or as another response of the voter does. `stopped`: the client was closed; it is still kept.
 */
export interface Outcome {
  readonly status: 'recorded' | 'replaced' | 'refused' | 'stopped';
  readonly responseId?: string;
  readonly problem?: ProblemError;
}

const keptName = 'kept';
const votedName = 'voted';
/** Longest time between two looks at an accepted response, in milliseconds. */
const mostLookMs = 15_000;

/** Sends one answer at a time, until somebody has said what became of it. */
export class Outbox {
  readonly #connection: Connection;
  readonly #voter: Voter;

  constructor(connection: Connection, voter: Voter) {
    this.#connection = connection;
    this.#voter = voter;
  }

  get kept(): KeptResponse | undefined {
    return this.#connection.read(keptName);
  }

  /** The response that ended the last delivery, unless the API refused it by a problem. */
  get votedAs(): string | undefined {
    return this.#connection.read(votedName);
  }

  /** Keeps an answer in the place of an earlier one. */
  keep(submission: Submission): void {
    this.#connection.write(keptName, { ...submission, key: randomId() } satisfies KeptResponse);
  }

  /** Delivers the kept answer: sends it as often as it takes, and asks until it is counted or refused. */
  async deliver(report: (progress: Progress) => void): Promise<Outcome> {
    const { signal } = this.#connection;
    const { key } = this.kept ?? {};
    let freshToken = false;
    for (let attempt = 0; !signal.aborted; ) {
      const kept = this.kept;
      // Another tab saw to it, or the voter has answered again.
      if (kept && kept.key !== key) return { status: 'replaced' };
      if (!kept) return { status: this.votedAs === undefined ? 'refused' : 'recorded' };
      try {
        if (kept.responseId === undefined) {
          report({ status: 'sending' });
          const responseId = await this.#send(kept);
          if (this.kept?.key === key) this.#connection.write(keptName, { ...kept, responseId });
          report({ status: 'accepted', responseId });
          attempt = 0;
        } else {
          const status = await this.#look(kept.responseId);
          if (status !== 'pending') return this.#end({ status, responseId: kept.responseId });
          await pause(backoffMs(attempt++, 0, mostLookMs), signal);
        }
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof ProblemError && error.code === 'invalid-voter-token' && !freshToken) {
          freshToken = this.#voter.forget();
          if (freshToken) continue;
        }
        if (!mayPass(error)) {
          return this.#end({ status: 'refused', ...(error instanceof ProblemError ? { problem: error } : {}) });
        }
        if (kept.responseId === undefined) report({ status: 'waiting', error });
        const asked = askedWaitMs(error);
        await pause(backoffMs(attempt++, asked), signal, asked === undefined);
      }
    }
    return { status: 'stopped' };
  }

  async #send({ key, responseId: _, ...submission }: KeptResponse): Promise<string> {
    const { address } = this.#connection;
    const { body } = await request<Acceptance>(`${address}/responses`, {
      method: 'POST',
      body: submission,
      headers: { [headers.idempotencyKey]: key, [headers.voterToken]: await this.#voter.token() },
    });
    return body?.responseId ?? '';
  }

  async #look(responseId: string): Promise<ResponseStatus['status']> {
    const { address } = this.#connection;
    const { body } = await request<ResponseStatus>(`${address}/responses/${responseId}`);
    return body?.status ?? 'pending';
  }

  #end(outcome: Outcome): Outcome {
    this.#connection.write(keptName, undefined);
    // Refused without a problem means that another response of the voter counts.
    if (!outcome.problem) this.#connection.write(votedName, outcome.responseId);
    return outcome;
  }
}
