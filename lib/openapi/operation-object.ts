import { headers } from '../../contracts/headers.ts';
import { limits } from '../../contracts/limits.ts';
import { type Operation, type OperationAnswer, operationNameOf } from '../../contracts/operations/operation.ts';
import { problemsOf } from '../../contracts/operations/operations.ts';
import { type ProblemCode, problems, problemTypePrefix } from '../../contracts/problems.ts';
import type { Route } from '../../contracts/routes.ts';
import { type JsonSchema, schemaOf } from './schemas.ts';

/** What API Gateway answers by itself: no key at all, too large, too often, and what went wrong before a function. */
const byGateway: readonly number[] = [401, 413, 429, 500, 503];

const requestHeaders = {
  idempotencyKey: {
    description: 'The same for a request that is sent again, so that it is done once.',
    schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKeyLength },
  },
  ifMatch: { description: 'The `ETag` of the poll that you have read.', schema: { type: 'string' } },
  ifNoneMatch: { description: 'The `ETag` of the results that you have.', schema: { type: 'string' } },
} as const;

const answerHeaders: Readonly<Record<string, string>> = {
  etag: 'Changes when the answer does.',
  location: 'Where to find what was made.',
  'retry-after': 'Seconds to wait before asking again.',
  'cache-control': 'For how long, and by whom, the answer may be kept.',
};

/** A route as an OpenAPI operation. */
export function operationObject(route: Route, operation: Operation): object {
  const { tag, summary, description, body } = operation;
  return {
    operationId: operationNameOf(route),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [...pathParameters(route.path), ...queryParameters(operation), ...headerParameters(operation)],
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'sent') } } } }
      : {}),
    responses: { ...answersOf(operation), ...refusalsOf(route, operation) },
    security: securityOf(route, operation),
    ...(route.access === 'public' ? {} : { 'x-scope': route.access }),
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: Operation): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'sent') as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function headerParameters(operation: Operation): object[] {
  return (operation.requestHeaders ?? []).map(({ name, required = false }) => ({
    name: headers[name],
    in: 'header',
    required,
    ...requestHeaders[name],
  }));
}

function securityOf({ access }: Route, { voterToken, optionalKey }: Operation): object[] {
  if (access !== 'public') return [...(voterToken ? [{ apiKey: [], voterToken: [] }] : []), { apiKey: [] }];
  return [
    ...(voterToken ? [{ voterToken: [] }] : []),
    ...(optionalKey ? [{ apiKey: [] }] : []),
    ...(voterToken === 'required' ? [] : [{}]),
  ];
}

function answersOf({ answers }: Operation): Record<string, object> {
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerObject(answer)]));
}

function answerObject({ description, body, headers: named = [] }: OperationAnswer): object {
  return {
    description,
    ...(named.length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            named.map((name) => [name, { description: answerHeaders[name], schema: { type: 'string' } }]),
          ),
        }),
    ...(body ? { content: { 'application/json': { schema: schemaOf(body, 'answered') } } } : {}),
  };
}

/** The errors, by their status: each says which problems it can be. */
function refusalsOf(route: Route, operation: Operation): Record<string, object> {
  const codes = problemsOf(route, operation);
  const statuses = [...new Set(codes.map((code) => problems[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => problems[code].status === status);
      const taken = operation.answers[status]?.body;
      const json = [
        ...(taken ? [schemaOf(taken, 'answered')] : []),
        ...(byGateway.includes(status) ? [{ $ref: '#/components/schemas/GatewayRefusal' }] : []),
      ];
      return [
        status,
        {
          description: [operation.answers[status]?.description, ...own.map(described)].filter(Boolean).join(' '),
          content: {
            'application/problem+json': { schema: problemSchema(own) },
            ...(json.length === 0
              ? {}
              : { 'application/json': { schema: json.length === 1 ? json[0] : { anyOf: json } } }),
          },
          'x-problems': own,
        },
      ];
    }),
  );
}

const described = (code: ProblemCode) => `${problems[code].title} (\`${code}\`).`;

function problemSchema(codes: readonly ProblemCode[]): object {
  const types = codes.map((code) => problemTypePrefix + code);
  return {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { type: { enum: types } } }],
  };
}
