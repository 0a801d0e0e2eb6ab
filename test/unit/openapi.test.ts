import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { operationNameOf } from '../../contracts/operations/operation.ts';
import { operations, problemsOf } from '../../contracts/operations/operations.ts';
import { type ProblemCode, problems } from '../../contracts/problems.ts';
import { routes } from '../../contracts/routes.ts';
import { answeredByWaf } from '../../lib/constructs/web-acl-rules.ts';
import { openApiDocument } from '../../lib/openapi/document.ts';

interface OperationObject {
  readonly operationId: string;
  readonly 'x-scope'?: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly 'x-problems'?: readonly ProblemCode[] }>>;
}
const document = JSON.parse(JSON.stringify(openApiDocument()));
const operationOf = (method: string, path: string): OperationObject => document.paths[path][method.toLowerCase()];

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors, undefined, 2));
  const broken = structuredClone(document);
  delete broken.paths['/polls'].get.responses;
  broken.paths['/polls'].get.parameters = [{ name: 'x' }];
  assert.equal((await new Validator().validate(broken)).valid, false);
});

test('every route is in it, with its scope and its path parameters, and nothing else', () => {
  const described = Object.values(document.paths as object).flatMap((path: object) => Object.keys(path));
  assert.equal(described.length, routes.length);
  for (const route of routes) {
    const { method, path, access } = route;
    const operation = operationOf(method, path);
    assert.equal(operation.operationId, operationNameOf(route));
    assert.equal(operation['x-scope'], access === 'public' ? undefined : access);
    assert.deepEqual(
      operation.parameters.filter((parameter) => parameter.in === 'path').map((parameter) => `{${parameter.name}}`),
      path.match(/\{\w+\}/g) ?? [],
    );
  }
});

test('every error of the contracts is an answer of some route, under its status', () => {
  const told = new Set<string>();
  for (const route of routes) {
    const { responses } = operationOf(route.method, route.path);
    for (const code of problemsOf(route, operations[operationNameOf(route)])) {
      assert.ok(responses[problems[code].status]?.['x-problems']?.includes(code), `${operationNameOf(route)} ${code}`);
      told.add(code);
    }
  }
  assert.deepEqual([...told].sort(), Object.keys(problems).sort());
  // What stands before the API answers any route.
  for (const route of routes)
    assert.ok(problemsOf(route, operations[operationNameOf(route)]).includes(answeredByWaf[0]));
});

test('every reference leads somewhere, and every named schema is used', () => {
  const text = JSON.stringify(document);
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  assert.deepEqual([...referred].sort(), Object.keys(document.components.schemas).sort());
});
