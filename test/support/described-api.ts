import assert from 'node:assert/strict';
import { Description, type OpenApiDocument } from '../../tools/fuzz/description.ts';

/** Sends requests, and holds each answer against the API's own description. */
export class DescribedApi {
  /** The operations and statuses that were seen, such as `createPoll 201`. */
  readonly seen = new Set<string>();
  readonly #url: string;
  readonly #description: Description;

  constructor(url: string, document: OpenApiDocument) {
    this.#url = url;
    this.#description = new Description(document);
  }

  async send(
    method: string,
    path: string,
    { body, text, headers }: { body?: unknown; text?: string; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.#url + path, {
      method,
      headers: { ...headers, ...(sent === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const answer = await response.text();
    const operation = this.#description.find(method, path) ?? assert.fail(`${method} ${path} is not described`);
    this.seen.add(`${operation.id} ${response.status}`);
    const complaint = this.#description.complaint(operation, {
      status: response.status,
      header: (name) => response.headers.get(name),
      text: answer,
    });
    assert.equal(complaint, undefined, `${method} ${path} → ${response.status} ${answer}`);
    return { status: response.status, headers: response.headers, body: answer ? JSON.parse(answer) : {} };
  }
}
