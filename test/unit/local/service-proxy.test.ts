import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { listen } from '../../../local/servers/listen.ts';
import {
  type CallObserver,
  type ServiceProxyProps,
  startServiceProxy,
} from '../../../local/service-proxy/service-proxy.ts';
import { certain } from './certain.ts';

interface Served {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A proxy before a service of the test's own, with one instance of a function that calls through it. */
async function proxied(t: TestContext, given: Pick<ServiceProxyProps, 'faults' | 'observer' | 'admits'> = {}) {
  const served: Served[] = [];
  const service = createServer(async (request, response) => {
    const { method, url, headers } = request;
    served.push({ method, url, headers, body: await text(request) });
    response.writeHead(201, { 'content-type': 'application/x-amz-json-1.0', 'x-of-the-service': 'yes' });
    response.end('{"answer":1}');
  });
  const { port, stop } = await listen(service);
  const services = {
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
  };
  const proxy = await startServiceProxy({ services, ...given });
  t.after(async () => {
    await proxy.stop();
    await stop();
  });
  const killed: string[] = [];
  const endpointsOf = (name: string) => proxy.endpointsFor({ name, kill: () => void killed.push(name) });
  const endpoint = endpointsOf('one').AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const call = (path = '/', at = endpoint) =>
    fetch(at + path, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      body: '{"asked":1}',
    });
  return { served, killed, call, endpoint, endpointsOf };
}

test('a call comes to its service as it was sent, and the answer back as it was given', async (t) => {
  const { served, call } = await proxied(t);
  const answer = await call('/path/of/the?call=1');
  assert.deepEqual([answer.status, await answer.text()], [201, '{"answer":1}']);
  assert.equal(answer.headers.get('x-of-the-service'), 'yes');
  const [first] = served;
  assert.deepEqual([first?.method, first?.url, first?.body], ['POST', '/path/of/the?call=1', '{"asked":1}']);
  assert.equal(first?.headers['x-amz-target'], 'DynamoDB_20120810.PutItem');
  await call();
  assert.equal(served[1]?.url, '/');
});

test('whoever is no known instance reaches no service', async (t) => {
  const { served, call, endpoint } = await proxied(t);
  assert.equal((await call('/', endpoint.replace(/one$/, 'other'))).status, 404);
  assert.equal(served.length, 0);
});

test('a service that is not there cuts the call off', async (t) => {
  const { call, endpointsOf } = await proxied(t);
  await assert.rejects(call('/', endpointsOf('one').AWS_ENDPOINT_URL_SQS));
});

for (const { kind, status, type } of [
  { kind: 'callThrottled', status: 400, type: 'ThrottlingException' },
  { kind: 'callFails', status: 500, type: 'InternalServerError' },
] as const) {
  test(`${kind}: the service never hears of the call, and the function gets ${type} until it is over`, async (t) => {
    const faults = certain(kind);
    const { served, call } = await proxied(t, { faults });
    const refused = await call();
    assert.equal(refused.status, status);
    assert.equal(((await refused.json()) as { __type: string }).__type, type);
    assert.equal(served.length, 0);
    faults.end();
    assert.equal((await call()).status, 201);
    assert.equal(served.length, 1);
  });
}

test('a call that a limit does not admit is throttled, and the service never hears of it', async (t) => {
  const asked: unknown[] = [];
  const admits = (...all: unknown[]) => asked.push(all) > 1;
  const { served, call } = await proxied(t, { admits });
  const refused = await call();
  assert.deepEqual([refused.status, served.length], [400, 0]);
  assert.equal(((await refused.json()) as { __type: string }).__type, 'ThrottlingException');
  assert.equal((await call()).status, 201);
  assert.deepEqual(asked[0], [{ service: 'dynamodb', operation: 'PutItem' }, { asked: 1 }]);
});

test('callAnswerLost: the call takes effect, and nothing is heard of it', async (t) => {
  const { served, killed, call } = await proxied(t, { faults: certain('callAnswerLost') });
  await assert.rejects(call());
  assert.deepEqual([served.length, killed.length], [1, 0]);
});

test('functionDiesBetween: the caller dies and no other, and its last call took effect or did not', async (t) => {
  const { served, killed, call, endpointsOf } = await proxied(t, { faults: certain('functionDiesBetween') });
  endpointsOf('bystander');
  const calls = 30;
  for (let n = 0; n < calls; n += 1) await assert.rejects(call());
  assert.deepEqual(killed, new Array(calls).fill('one'));
  assert.ok(served.length > 0 && served.length < calls, `${served.length} took effect`);
});

test('an observer changes what is sent, and is told what was asked and answered, heard or not', async (t) => {
  const told: unknown[] = [];
  const observer: CallObserver = {
    prepare: (call, request) => ({ ...request, service: call.service }),
    answered: (...all) => void told.push(all),
  };
  const { served, call } = await proxied(t, { faults: certain('callAnswerLost'), observer });
  await assert.rejects(call());
  assert.deepEqual(
    served.map(({ body }) => JSON.parse(body)),
    [{ asked: 1, service: 'dynamodb' }],
  );
  assert.deepEqual(told, [[{ service: 'dynamodb', operation: 'PutItem' }, { asked: 1 }, { answer: 1 }]]);
});

test('a throttled table refuses as DynamoDB does, and no other service with it', async (t) => {
  const faults = certain('tableThrottled');
  const { served, call, endpointsOf } = await proxied(t, { faults });
  const answer = await call();
  assert.deepEqual(
    [answer.status, answer.headers.get('x-amzn-errortype')],
    [400, 'ProvisionedThroughputExceededException'],
  );
  assert.equal(served.length, 0);
  // It was let through to its service, where nobody listens.
  await assert.rejects(call('/', endpointsOf('one').AWS_ENDPOINT_URL_SQS));
});
