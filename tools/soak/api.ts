import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { PollResults } from '../../contracts/results.ts';
import { sendJson } from './http.ts';

const mostTries = 100;
const retryMs = 100;

/** The workspace's way to the API, which goes on trying while the platform fails. */
export class WorkspaceApi {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** Makes and opens a poll. @returns its id */
  async openPoll(definition: PollDefinitionInput): Promise<string> {
    const { id } = (await this.#call('POST', '/polls', definition)) as { id: string };
    await this.#call('POST', `/polls/${id}/open`);
    return id;
  }

  async closePoll(pollId: string): Promise<void> {
    await this.#call('POST', `/polls/${pollId}/close`);
  }

  async results(pollId: string): Promise<PollResults> {
    return (await this.#call('GET', `/polls/${pollId}/results`)) as PollResults;
  }

  /** Waits until voters see the poll open. */
  async isKnown(pollId: string): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await sendJson('GET', `${this.#url}/polls/${pollId}/ballot`, {}).catch(() => undefined);
      if (answer?.body.includes('"state":"open"')) return;
      await pause(retryMs);
    }
    throw new Error(`${this.#url} doesn't know of the poll ${pollId}`);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const sent = { [headers.apiKey]: this.#key, [headers.idempotencyKey]: randomUUID() };
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await sendJson(method, this.#url + path, sent, body).catch(() => undefined);
      if (answer && answer.status < 300) return JSON.parse(answer.body);
      if (answer && answer.status < 500 && answer.status !== 429) {
        throw new Error(`${method} ${path} was answered with ${answer.status}: ${answer.body}`);
      }
      await pause(retryMs);
    }
    throw new Error(`${method} ${path} kept failing`);
  }
}
