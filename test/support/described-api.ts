import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Described {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly headers?: object; readonly content?: Readonly<Record<string, object>> }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const step = (text: string) =>
  text.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');

/** Sends requests, and holds each answer against the API's own description. */
export class DescribedApi {
  /** The operations and statuses that were seen, such as `createPoll 201`. */
  readonly seen = new Set<string>();
  readonly #url: string;
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false });

  constructor(url: string, document: Document) {
    this.#url = url;
    this.#document = document;
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'openapi');
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
    this.#check(method, path, response, answer);
    return { status: response.status, headers: response.headers, body: answer ? JSON.parse(answer) : {} };
  }

  #check(method: string, path: string, { status, headers }: Response, text: string): void {
    const { template, operation } = this.#find(method, path);
    const what = `${method} ${path} → ${status} ${text}`;
    this.seen.add(`${operation.operationId} ${status}`);
    const described = operation.responses[status];
    assert.ok(described, `not described: ${what}`);
    for (const header of Object.keys(described.headers ?? {})) assert.ok(headers.get(header), `${header}: ${what}`);
    if (!described.content) {
      assert.equal(text, '', what);
      return;
    }
    const type = headers.get('content-type') ?? '';
    assert.ok(type in described.content, `${type}: ${what}`);
    const at = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
    const validate = this.#schemaAt(`openapi#/${at.map(step).join('/')}`);
    assert.ok(validate(JSON.parse(text)), `${what}: ${JSON.stringify(validate.errors)}`);
  }

  #find(method: string, path: string): { template: string; operation: Described } {
    const [pathname = ''] = path.split('?');
    for (const [template, operations] of Object.entries(this.#document.paths)) {
      const operation = operations[method.toLowerCase()];
      if (operation && new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname)) {
        return { template, operation };
      }
    }
    assert.fail(`${method} ${path} is not described`);
  }

  #schemaAt(reference: string): ValidateFunction {
    return this.#ajv.getSchema(reference) ?? this.#ajv.compile({ $ref: reference });
  }
}
