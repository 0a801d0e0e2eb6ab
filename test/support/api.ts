import assert from 'node:assert/strict';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput, PollView } from '../../contracts/poll.ts';
import type { ProblemDocument } from '../../contracts/problems.ts';
import type { Acceptance, ResponseStatus, VoterToken } from '../../contracts/response.ts';
import type { PollResults } from '../../contracts/results.ts';

/** An answer as it came over HTTP, with its body parsed. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** One person's way to the API: with an API key, or as a voter. */
export class ApiClient {
  readonly url: string;
  readonly #key: string | undefined;

  constructor(url: string, key?: string) {
    this.url = url;
    this.#key = key;
  }

  async send<T = ProblemDocument>(
    method: string,
    path: string,
    request: { body?: unknown; text?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const text = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#key === undefined ? {} : { [headers.apiKey]: this.#key }),
        ...request.headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const body = await response.text();
    return { status: response.status, headers: response.headers, body: (body ? JSON.parse(body) : undefined) as T };
  }

  /** Creates and opens a poll. */
  async openPoll(definition: PollDefinitionInput): Promise<PollView> {
    const created = await this.send<PollView>('POST', '/polls', { body: definition });
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const opened = await this.send<PollView>('POST', `/polls/${created.body.id}/open`);
    assert.equal(opened.status, 200, JSON.stringify(opened.body));
    return opened.body;
  }

  async voterToken(pollId: string): Promise<string> {
    const { body } = await this.send<VoterToken>('POST', `/polls/${pollId}/devices`);
    return body.voterToken ?? assert.fail('there is no voter token');
  }

  /** Sends a response as a new voter, or as the one of a token. */
  async respond(pollId: string, answers: unknown, token?: string): Promise<Answer<Acceptance>> {
    return this.send<Acceptance>('POST', `/polls/${pollId}/responses`, {
      body: { answers },
      headers: { [headers.voterToken]: token ?? (await this.voterToken(pollId)) },
    });
  }

  async results(pollId: string): Promise<PollResults> {
    return (await this.send<PollResults>('GET', `/polls/${pollId}/results`)).body;
  }

  async status(pollId: string, responseId: string): Promise<ResponseStatus['status']> {
    return (await this.send<ResponseStatus>('GET', `/polls/${pollId}/responses/${responseId}`)).body.status;
  }
}
