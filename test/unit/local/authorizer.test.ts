import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Authorizers } from '../../../local/gateway/authorizer.ts';
import { stopClock } from './clock.ts';
import { fakePool } from './fake-pool.ts';
import { eventOf } from './requests.ts';

const withKey = (key: string) =>
  eventOf({ method: 'POST', path: '/polls', headers: { 'X-Api-Key': key }, body: 'text' });

/** An authorizer for the header `x-api-key` whose function is the test's own. */
function authorizerOf(handler: (event: unknown, call: number) => unknown, memorySeconds = 60) {
  const { pool, events } = fakePool(handler);
  return { definition: { pool, identitySource: ['$request.header.x-api-key'], memorySeconds }, events };
}

test('who is authorized brings the context of the answer, or an empty one', async () => {
  const { definition } = authorizerOf((_, call) => ({
    isAuthorized: true,
    ...(call ? {} : { context: { who: 'acme' } }),
  }));
  const authorizers = new Authorizers();
  assert.deepEqual(await authorizers.ask('a', definition, await withKey('1')), { context: { who: 'acme' } });
  assert.deepEqual(await authorizers.ask('a', definition, await withKey('2')), { context: {} });
});

test('the function gets the request without its body, the identity and the route', async () => {
  const { definition, events } = authorizerOf(() => ({ isAuthorized: true }));
  const event = await withKey('key');
  await new Authorizers().ask('a', definition, event);
  const { body, ...request } = event;
  assert.equal(body, 'text');
  assert.deepEqual(events, [
    {
      ...request,
      type: 'REQUEST',
      identitySource: ['key'],
      routeArn: 'arn:aws:execute-api:local/POST /polls',
    },
  ]);
});

test('a request without the identity source, or with an empty one, is a 401 that asks nobody', async () => {
  const { definition, events } = authorizerOf(() => ({ isAuthorized: true }));
  const authorizers = new Authorizers();
  const unauthorized = { refusal: { status: 401, message: 'Unauthorized' } };
  assert.deepEqual(await authorizers.ask('a', definition, await eventOf({ path: '/polls' })), unauthorized);
  assert.deepEqual(await authorizers.ask('a', definition, await withKey('')), unauthorized);
  const both = { ...definition, identitySource: [...definition.identitySource, '$request.header.x-other'] };
  assert.deepEqual(await authorizers.ask('a', both, await withKey('key')), unauthorized);
  assert.equal(events.length, 0);
});

test('one identity is asked about once in its time, and then again', async (t) => {
  const later = stopClock(t, Date.UTC(2027, 0, 15));
  const { definition, events } = authorizerOf((_, call) => ({ isAuthorized: true, context: { call } }));
  const authorizers = new Authorizers();
  const ask = async () => authorizers.ask('a', definition, await withKey('key'));
  assert.deepEqual(await ask(), { context: { call: 0 } });
  later(59_999);
  assert.deepEqual(await ask(), { context: { call: 0 } });
  later(1);
  assert.deepEqual(await ask(), { context: { call: 1 } });
  assert.equal(events.length, 2);
});

test('the answers for other identities and of other authorizers are not mixed up', async () => {
  const { definition } = authorizerOf((_, call) => ({ isAuthorized: true, context: { call } }));
  const authorizers = new Authorizers();
  const asked = [];
  for (const [name, key] of [
    ['a', '1'],
    ['a', '2'],
    ['b', '1'],
    ['a', '1'],
  ] as const) {
    asked.push(await authorizers.ask(name, definition, await withKey(key)));
  }
  assert.deepEqual(
    asked,
    [0, 1, 2, 0].map((call) => ({ context: { call } })),
  );
});

test('without a memory every request is asked about', async () => {
  const { definition, events } = authorizerOf(() => ({ isAuthorized: true }), 0);
  const authorizers = new Authorizers();
  for (let request = 0; request < 3; request += 1) await authorizers.ask('a', definition, await withKey('key'));
  assert.equal(events.length, 3);
});

for (const answer of [{ isAuthorized: false, context: { who: 'acme' } }, {}, null]) {
  test(`the answer ${JSON.stringify(answer)} is a 403 that is remembered`, async () => {
    const { definition, events } = authorizerOf(() => answer);
    const authorizers = new Authorizers();
    for (let request = 0; request < 2; request += 1) {
      const forbidden = { refusal: { status: 403, message: 'Forbidden' } };
      assert.deepEqual(await authorizers.ask('a', definition, await withKey('key')), forbidden);
    }
    assert.equal(events.length, 1);
  });
}

test('an authorizer that fails is a 500, and the next request asks again', async () => {
  const { definition } = authorizerOf((_, call) => {
    if (call === 0) throw new Error('no database');
    return { isAuthorized: true };
  });
  const authorizers = new Authorizers();
  const failed = { refusal: { status: 500, message: 'Internal Server Error' } };
  assert.deepEqual(await authorizers.ask('a', definition, await withKey('key')), failed);
  assert.deepEqual(await authorizers.ask('a', definition, await withKey('key')), { context: {} });
});
