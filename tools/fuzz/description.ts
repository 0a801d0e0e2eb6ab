import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Described {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly headers?: object; readonly content?: Readonly<Record<string, object>> }>
  >;
}

/** As much of an OpenAPI document as answers are held against. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

/** An operation, and where the document describes it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly template: string;
}

/** What of an answer is described. */
export interface DescribedAnswer {
  readonly status: number;
  header(name: string): string | null | undefined;
  readonly text: string;
}

const step = (text: string) =>
  text.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');

/** The API's own description, against which answers are held. */
export class Description {
  readonly operations: readonly Operation[];
  readonly #document: OpenApiDocument;
  readonly #patterns: readonly { pattern: RegExp; operation: Operation }[];
  readonly #ajv = new Ajv2020({ strict: false });

  constructor(document: OpenApiDocument) {
    this.#document = document;
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'openapi');
    this.operations = Object.entries(document.paths).flatMap(([template, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => ({
        id: operationId,
        method: method.toUpperCase(),
        template,
      })),
    );
    this.#patterns = this.operations
      .map((operation) => ({
        operation,
        pattern: new RegExp(`^${operation.template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      }))
      .sort((one, other) => parameters(one.operation) - parameters(other.operation));
  }

  /** @param path with or without its query */
  find(method: string, path: string): Operation | undefined {
    const [before = ''] = path.split('?');
    // Slashes that are too many make no difference to the routes.
    const pathname = `/${before.split('/').filter(Boolean).join('/')}`;
    return this.#patterns.find(({ operation, pattern }) => operation.method === method && pattern.test(pathname))
      ?.operation;
  }

  /** @returns what the answer has in it that isn't described, or the other way round; undefined where they agree */
  complaint({ template, method, id }: Operation, { status, header, text }: DescribedAnswer): string | undefined {
    const described = this.#document.paths[template]?.[method.toLowerCase()]?.responses[status];
    if (!described) return `${id} has no answer ${status}`;
    const missing = Object.keys(described.headers ?? {}).find((name) => !header(name));
    if (missing) return `${id} ${status} comes without ${missing}`;
    if (!described.content) return text === '' ? undefined : `${id} ${status} has no content`;
    const type = header('content-type') ?? '';
    if (!(type in described.content)) return `${id} ${status} is no ${type}`;
    const at = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
    const validate = this.#schemaAt(`openapi#/${at.map(step).join('/')}`);
    if (validate(parsed(text))) return undefined;
    return `${id} ${status} has another schema: ${JSON.stringify(validate.errors)}`;
  }

  #schemaAt(reference: string): ValidateFunction {
    return this.#ajv.getSchema(reference) ?? this.#ajv.compile({ $ref: reference });
  }
}

function parameters({ template }: Operation): number {
  return template.split('{').length;
}

/** Undefined, which no schema allows, for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
