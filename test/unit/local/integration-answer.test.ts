import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayAnswer, integrationAnswer } from '../../../local/gateway/integration-answer.ts';

const json = { 'content-type': 'application/json' };

test('an answer of the gateway is its message as JSON', () => {
  const { body, ...rest } = gatewayAnswer(404, 'Not Found');
  assert.deepEqual(rest, { status: 404, headers: json, cookies: [] });
  assert.equal(body.toString(), '{"message":"Not Found"}');
});

test('an answer of the gateway can have more headers', () => {
  assert.deepEqual(gatewayAnswer(429, 'Too Many Requests', { 'retry-after': '1' }).headers, {
    ...json,
    'retry-after': '1',
  });
});

const bodies: [string, unknown, string][] = [
  ['a plain object', { a: [1] }, '{"a":[1]}'],
  ['a list', [1, 2], '[1,2]'],
  ['null', null, 'null'],
  ['a number', 7, '7'],
  ['a text', '{"written":"by the function"}', '{"written":"by the function"}'],
];

for (const [what, result, expected] of bodies) {
  test(`${what} is the body of a 200 with JSON`, () => {
    const { body, ...rest } = integrationAnswer(result);
    assert.deepEqual(rest, { status: 200, headers: json, cookies: [] });
    assert.equal(body.toString(), expected);
  });
}

test('an object with a status code is taken apart', () => {
  const { body, ...rest } = integrationAnswer({
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain', ETag: '"1"', 'X-Count': 2, 'X-Yes': true },
    cookies: ['a=1', 'b=2'],
    body: 'grün',
  });
  assert.deepEqual(rest, {
    status: 201,
    headers: { 'content-type': 'text/plain', etag: '"1"', 'x-count': '2', 'x-yes': 'true' },
    cookies: ['a=1', 'b=2'],
  });
  assert.equal(body.toString('utf8'), 'grün');
});

test('a status code alone is an empty answer', () => {
  assert.deepEqual(integrationAnswer({ statusCode: 204 }), {
    status: 204,
    headers: {},
    cookies: [],
    body: Buffer.alloc(0),
  });
});

test('a status code may be a text of digits', () => {
  assert.equal(integrationAnswer({ statusCode: '404' }).status, 404);
});

test('a Base64 body becomes its bytes, and without the flag it stays a text', () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  const body = bytes.toString('base64');
  assert.deepEqual(integrationAnswer({ statusCode: 200, body, isBase64Encoded: true }).body, bytes);
  assert.equal(integrationAnswer({ statusCode: 200, body, isBase64Encoded: false }).body.toString(), body);
});

for (const statusCode of [0, 99, 600, 200.5, -200, 'fine', undefined, null]) {
  test(`the status code ${statusCode} is a 500 that shows nothing of the answer`, () => {
    const answer = integrationAnswer({ statusCode, body: 'secret', headers: { 'x-secret': '1' }, cookies: ['secret'] });
    assert.deepEqual(answer, gatewayAnswer(500, 'Internal Server Error'));
  });
}
