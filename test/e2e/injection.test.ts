import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { headers } from '../../contracts/headers.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';

let backend: Backend;
let shown: string;
let hidden: string;
before(async () => {
  backend = await startBackend();
  shown = (await backend.workspace.openPoll(everyKind)).id;
  hidden = (await backend.workspace.openPoll({ ...everyKind, policy: { results: 'never' } })).id;
});
after(() => backend.stop());

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks for a path as it stands, dots and all. */
function ask(path: string, given: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
  const { hostname, port } = new URL(backend.runtime.apiUrl);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers: given })
      .on('error', reject)
      .on('response', (response) => {
        const { statusCode: status = 0 } = response;
        text(response).then((body) => resolve({ status, headers: response.headers, body }), reject);
      })
      .end();
  });
}

const { apiKey, voterToken } = headers;
const asWorkspace = async (path: string) => {
  const { headers: told, status, body } = await backend.workspace.send<unknown>('GET', path);
  return { status, cacheControl: told.get('cache-control') ?? '', body: JSON.stringify(body) };
};

/** What a cache would keep of an answer, without what says when it was made. */
const kept = ({ status, headers: told, body }: Raw) => ({
  status,
  body: body.replaceAll(/"(asOf|updatedAt|instance|url|channel|token|expiresAt)":"[^"]*"/g, ''),
  control: told['cache-control'],
  type: told['content-type'],
  location: told.location,
});

for (const [what, poison] of Object.entries<Record<string, string>>({
  'another host': { 'x-forwarded-host': 'evil.example', 'x-host': 'evil.example', forwarded: 'host=evil.example' },
  'another path': { 'x-original-url': '/keys', 'x-rewrite-url': '/keys', 'x-forwarded-prefix': '/evil' },
  'another method': { 'x-http-method-override': 'DELETE', 'x-method': 'POST' },
  'another scheme': { 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' },
  'another language or form': { accept: 'text/html', 'accept-language': 'xx', 'content-type': 'text/html' },
  'somebody’s cookies': { cookie: 'session=evil', 'user-agent': '<script>' },
})) {
  test(`no kept answer takes ${what} from what it isn’t kept by`, async () => {
    for (const path of [`/polls/${shown}/ballot`, `/polls/${shown}/results`, `/polls/${hidden}/results`]) {
      const plain = kept(await ask(path));
      const poisoned = await ask(path, poison);
      assert.deepEqual(kept(poisoned), plain, path);
      assert.doesNotMatch(poisoned.body, /evil|<script>/);
      for (const query of ['?x=evil', '?callback=evil', '?limit=1&limit=2', '?cursor=%0d%0a']) {
        assert.deepEqual(kept(await ask(path + query, poison)), plain, path + query);
      }
    }
  });
}

test('the origin of a page changes nothing of an answer but what lets every page read it', async () => {
  const path = `/polls/${shown}/ballot`;
  for (const origin of ['https://evil.example', 'null']) {
    const answer = await ask(path, { origin });
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.equal(answer.headers['access-control-allow-credentials'], undefined);
    assert.deepEqual(kept(answer), kept(await ask(path)));
  }
});

/** As if the answer were a file, which a cache in front may keep for everybody. */
const disguises = [
  '/a.css',
  '.css',
  ';a.css',
  '%2Fa.css',
  '%23a.css',
  '%3Fa.css',
  '%00.css',
  '%0aa.css',
  '/..%2fa.css',
  '/.',
];

test('no private answer comes by a path that looks like a file', async () => {
  const key = { [apiKey]: await keyOf() };
  const privates = [`/polls/${hidden}/results`, `/polls/${hidden}`, '/keys', '/polls', '/workspace/people'];
  for (const path of privates) {
    const own = await asWorkspace(path);
    assert.equal(own.status, 200, path);
    assert.match(own.cacheControl, /no-store|private/, path);
    for (const disguise of disguises) {
      const answer = await ask(path + disguise, key);
      assert.ok(answer.status >= 400 && answer.status < 500, `${path}${disguise} → ${answer.status} ${answer.body}`);
    }
  }
});

test('what is shown to one is never said to be everybody’s', async () => {
  const key = await keyOf();
  const seen = await ask(`/polls/${hidden}/results`, { [apiKey]: key });
  assert.equal(seen.status, 200);
  assert.match(String(seen.headers['cache-control']), /private|no-store/);
  for (const given of [{}, { [apiKey]: 'gsk_x' }, { [voterToken]: 'd.x.y.z' }] as Record<string, string>[]) {
    const refused = await ask(`/polls/${hidden}/results`, given);
    assert.ok([401, 403].includes(refused.status), String(refused.status));
    assert.equal(refused.headers['cache-control'], 'no-store');
  }
});

async function keyOf(): Promise<string> {
  const { body } = await backend.workspace.send<{ key: string }>('POST', '/keys', {
    body: { name: 'Own', scopes: ['polls:read', 'polls:write', 'results:read', 'keys:write', 'people:write'] },
  });
  return body.key;
}

test('what is sent comes back in no header', async () => {
  const marker = 'x-injected: 1';
  for (const path of [
    `/polls/${shown}%0d%0a${encodeURIComponent(marker)}/ballot`,
    `/polls/${shown}/responses/a%0d%0a${encodeURIComponent(marker)}`,
    `/polls/${shown}/results?cursor=%0d%0a${encodeURIComponent(marker)}`,
  ]) {
    const answer = await ask(path);
    assert.doesNotMatch(JSON.stringify(answer.headers), /injected/);
    assert.ok(answer.status < 500);
  }
  const { headers: made } = await backend.workspace.send('POST', '/polls', {
    body: { ...everyKind, description: `a\n${marker}` },
    headers: { [headers.idempotencyKey]: marker },
  });
  assert.match(made.get('location') ?? '', /^\/polls\/[0-9A-Z]{26}$/);
  assert.doesNotMatch(JSON.stringify([...made]), /injected/);
});

test('an address that is no path of ours ends nothing', async () => {
  for (const path of [
    '//',
    '///polls',
    '//evil.example/polls',
    '/%',
    '/%c0%af',
    `/${'x'.repeat(6_000)}.html`,
    '/media/%E0/x',
    '/?',
  ]) {
    const { status } = await ask(path);
    assert.ok(status < 500, `${path} → ${status}`);
  }
  for (const path of [
    'http://localhost/x/../../../../../package.json',
    '/../../package.json',
    '/assets/..%2f..%2fpackage.json',
  ]) {
    const { body } = await ask(path);
    assert.doesNotMatch(body, /devDependencies/, path);
  }
  assert.equal((await ask('/health')).status, 200);
});
