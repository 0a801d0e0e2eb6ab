import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import type { Resolve } from '../../../stores/guarded-request.ts';
import { type Posting, postMessage } from '../../../stores/post-message.ts';

/** A fake of the DNS that gives one address of this machine, and never asks anybody. */
const fakeResolver =
  (address: string): Resolve =>
  async () => [{ address, family: 4 }];

async function serve(t: TestContext, answer: RequestListener): Promise<{ port: number; url: string }> {
  const server = createServer(answer).listen(0, '0.0.0.0');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { port, url: `http://localhost:${port}/hook` };
}

const post = (url: string, more: Partial<Posting> = {}) =>
  postMessage({
    url,
    headers: {},
    body: '{}',
    rules: { allowsLocal: true },
    timeoutMs: 5_000,
    resolve: fakeResolver('127.0.0.1'),
    ...more,
  });

test('the connection goes to the very address that was looked up, once, under the host’s own name', async (t) => {
  const seen: unknown[] = [];
  const { url, port } = await serve(t, (request, response) => {
    seen.push([request.socket.localAddress, request.headers.host]);
    response.end();
  });
  let lookups = 0;
  // A name that gives another address to whoever asks again: the system would say 127.0.0.1 for it.
  const fakeRebinder: Resolve = async () => {
    lookups += 1;
    return [{ address: lookups === 1 ? '127.0.0.2' : '127.0.0.3', family: 4 }];
  };
  assert.deepEqual(await post(url, { resolve: fakeRebinder }), { status: 200, excerpt: '' });
  assert.deepEqual(seen, [['127.0.0.2', `localhost:${port}`]]);
  assert.equal(lookups, 1);
});

test('a local name that leads away from this machine is held to the rules of all', async () => {
  const posted = await post('http://localhost:9/', { resolve: fakeResolver('10.0.0.1') });
  assert.ok('error' in posted && posted.error === 'refused', JSON.stringify(posted));
});

test('a redirect is not followed, wherever it leads', async (t) => {
  let inner = 0;
  const inside = await serve(t, (_request, response) => {
    inner += 1;
    response.end();
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const { url } = await serve(t, (_request, response) => {
      response.writeHead(status, { location: inside.url }).end();
    });
    assert.deepEqual(await post(url), { status, excerpt: '' });
  }
  assert.equal(inner, 0);
});

test('of an endless answer a little is read, and then the line is cut', async (t) => {
  let isCut: (() => void) | undefined;
  const cut = new Promise<void>((resolve) => {
    isCut = resolve;
  });
  let sent = 0;
  const { url } = await serve(t, (_request, response) => {
    const more = () => {
      do sent += 65_536;
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more).on('close', () => isCut?.());
    more();
  });
  assert.deepEqual(await post(url), { status: 200, excerpt: 'x'.repeat(256) });
  await cut;
  // No more than what fits into the buffers in between.
  assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes`);
});

test('an endpoint that doesn’t answer in time is given up; one that answers and then drips is not', async (t) => {
  const silent = await serve(t, () => {});
  const dripping = await serve(t, (_request, response) => void response.writeHead(202).write('so'));
  const [never, partly] = await Promise.all([
    post(silent.url, { timeoutMs: 200 }),
    post(dripping.url, { timeoutMs: 1_000 }),
  ]);
  assert.deepEqual(never, { error: 'timeout', detail: 'No answer within 0.2 s.' });
  assert.deepEqual(partly, { status: 202, excerpt: 'so' });
});

test('a name that is never resolved, or to nobody, is told', async () => {
  const neverResolves: Resolve = () => new Promise(() => {});
  const late = await post('http://localhost:1/', { resolve: neverResolves, timeoutMs: 50 });
  assert.ok('error' in late && late.error === 'timeout', JSON.stringify(late));
  const refusing = await post('http://localhost:1/');
  assert.deepEqual(refusing, { error: 'unreachable', detail: 'ECONNREFUSED' });
});
