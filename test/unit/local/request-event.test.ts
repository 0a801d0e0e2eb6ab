import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf } from './requests.ts';

test('an event has the version, the path as it came, the route and the request context', async () => {
  const before = Date.now();
  const event = await eventOf({
    method: 'PUT',
    path: '/polls/a%20b',
    headers: { host: 'api.example.com', 'user-agent': 'a test' },
  });
  assert.equal(event.version, '2.0');
  assert.equal(event.routeKey, 'PUT /polls/a%20b');
  assert.equal(event.rawPath, '/polls/a%20b');
  assert.equal(event.rawQueryString, '');
  const { requestContext } = event;
  assert.deepEqual(requestContext.http, {
    method: 'PUT',
    path: '/polls/a%20b',
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    userAgent: 'a test',
  });
  assert.equal(requestContext.domainName, 'api.example.com');
  assert.equal(requestContext.routeKey, event.routeKey);
  assert.equal(requestContext.stage, '$default');
  assert.ok(requestContext.timeEpoch >= before && requestContext.timeEpoch <= Date.now());
});

test('every request has an id of its own', async () => {
  const [a, b] = [await eventOf({ path: '/' }), await eventOf({ path: '/' })];
  assert.notEqual(a.requestContext.requestId, b.requestContext.requestId);
});

test('headers have lower case names, and what comes more than once is joined', async () => {
  const { headers } = await eventOf({
    path: '/',
    headers: { 'X-Api-Key': 'Key', 'X-Tag': ['a', 'b'], 'Set-Cookie': ['c=1', 'd=2'] },
  });
  assert.equal(headers['x-api-key'], 'Key');
  assert.equal('X-Api-Key' in headers, false);
  assert.deepEqual(headers['x-tag']?.split(/, ?/), ['a', 'b']);
  // The one header that Node gives as a list.
  assert.equal(headers['set-cookie'], 'c=1,d=2');
});

test('a query parameter is decoded, and one that is repeated is joined with commas', async () => {
  const event = await eventOf({ path: '/polls?tag=a&state=open%20now&tag=b&tag=c%26d&empty=' });
  assert.equal(event.rawQueryString, 'tag=a&state=open%20now&tag=b&tag=c%26d&empty=');
  assert.deepEqual(event.queryStringParameters, { tag: 'a,b,c&d', state: 'open now', empty: '' });
  assert.equal(event.rawPath, '/polls');
});

test('a query parameter may be named like a member of every object', async () => {
  const event = await eventOf({ path: '/?toString=1&constructor=2&constructor=3&__proto__=4' });
  assert.deepEqual(Object.entries(event.queryStringParameters ?? {}), [
    ['toString', '1'],
    ['constructor', '2,3'],
    ['__proto__', '4'],
  ]);
});

test('without a query or path parameters there are no such fields', async () => {
  const event = await eventOf({ path: '/polls' });
  assert.equal('queryStringParameters' in event, false);
  assert.equal('pathParameters' in event, false);
});

test('path parameters are handed on', async () => {
  const pathParameters = { pollId: 'p1' };
  assert.deepEqual((await eventOf({ path: '/polls/p1', pathParameters })).pathParameters, pathParameters);
});

test('a text is the body as it came, whatever its alphabet', async () => {
  const body = '{"title":"Größe 🌊"}';
  const event = await eventOf({ method: 'POST', path: '/', body });
  assert.equal(event.body, body);
  assert.equal(event.isBase64Encoded, false);
});

test('bytes that are no UTF-8 come in Base64', async () => {
  const bytes = Buffer.from([0x47, 0xff, 0x00, 0xc3]);
  const event = await eventOf({ method: 'POST', path: '/', body: bytes });
  assert.equal(event.body, bytes.toString('base64'));
  assert.equal(event.isBase64Encoded, true);
});

test('a request without a body has no such field', async () => {
  for (const event of [await eventOf({ path: '/' }), await eventOf({ method: 'POST', path: '/', body: '' })]) {
    assert.equal('body' in event, false);
    assert.equal(event.isBase64Encoded, false);
  }
});
