import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RouteTable } from '../../../local/gateway/route-table.ts';

const tableOf = (...routeKeys: string[]) => new RouteTable(routeKeys.map((routeKey) => ({ routeKey })));

test('a literal step wins over a parameter, in whichever order the routes are given', () => {
  const keys = ['GET /polls/{pollId}', 'GET /polls/newest'];
  for (const table of [tableOf(...keys), tableOf(...keys.toReversed())]) {
    assert.equal(table.match('GET', '/polls/newest')?.route.routeKey, 'GET /polls/newest');
    assert.equal(table.match('GET', '/polls/p1')?.route.routeKey, 'GET /polls/{pollId}');
  }
});

test('every parameter of a route gets its step, decoded', () => {
  const match = tableOf('GET /polls/{pollId}/responses/{responseId}').match('GET', '/polls/a%20b/responses/%C3%BC%2F1');
  assert.deepEqual(match?.pathParameters, { pollId: 'a b', responseId: 'ü/1' });
});

test('a step that can not be decoded is left as it came', () => {
  assert.deepEqual(tableOf('GET /polls/{pollId}').match('GET', '/polls/100%')?.pathParameters, { pollId: '100%' });
});

test('a route without parameters gives none', () => {
  assert.deepEqual(tableOf('GET /polls').match('GET', '/polls')?.pathParameters, {});
});

test('methods are told apart, and ANY takes all of them', () => {
  const table = tableOf('GET /polls', 'POST /polls', 'ANY /health');
  assert.equal(table.match('GET', '/polls')?.route.routeKey, 'GET /polls');
  assert.equal(table.match('POST', '/polls')?.route.routeKey, 'POST /polls');
  assert.equal(table.match('DELETE', '/polls'), undefined);
  assert.equal(table.match('DELETE', '/health')?.route.routeKey, 'ANY /health');
});

test('a route that says more about the path does not hide another one’s method', () => {
  const table = tableOf('POST /polls/newest', 'GET /polls/{pollId}');
  assert.equal(table.match('GET', '/polls/newest')?.route.routeKey, 'GET /polls/{pollId}');
});

for (const path of ['/', '/poll', '/POLLS/p1', '/polls', '/polls/p1/ballot', '/v1/polls/p1']) {
  test(`the path ${path} does not meet a route of another form`, () => {
    assert.equal(tableOf('GET /polls/{pollId}').match('GET', path), undefined);
  });
}

test('a slash at the end, or one too many, makes no difference', () => {
  const table = tableOf('GET /polls', 'GET /polls/{pollId}');
  assert.equal(table.match('GET', '/polls/')?.route.routeKey, 'GET /polls');
  assert.deepEqual(table.match('GET', '//polls//p1/')?.pathParameters, { pollId: 'p1' });
});
