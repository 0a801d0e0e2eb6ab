import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { headers } from '../../contracts/headers.ts';
import { limits } from '../../contracts/limits.ts';
import type { UploadTicket } from '../../contracts/media.ts';
import { operationNameOf } from '../../contracts/operations/operation.ts';
import { openApiPath } from '../../contracts/pages.ts';
import { routes } from '../../contracts/routes.ts';
import { type Scope, scopes } from '../../contracts/scopes.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { DescribedApi } from '../support/described-api.ts';
import { photo } from '../support/media/pictures.ts';
import { everyKind } from '../support/polls.ts';
import { signIn } from '../support/sign-in.ts';
import { until } from '../support/until.ts';
import { post } from '../support/uploads.ts';

let backend: Backend;
let api: DescribedApi;
let own: Record<string, string>;
before(async () => {
  backend = await startBackend();
  const { apiUrl } = backend.runtime;
  api = new DescribedApi(apiUrl, JSON.parse(await (await fetch(apiUrl + openApiPath)).text()));
  own = await keyWith(scopes);
});
after(() => backend.stop());

async function keyWith(granted: readonly Scope[]): Promise<Record<string, string>> {
  return { [headers.apiKey]: await issueKey(keysOf(backend.runtime), { workspaceId: 'walk', scopes: granted }) };
}

const manage = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
  api.send(method, path, { ...(body === undefined ? {} : { body }), headers: { ...own, ...more } });

async function openPoll(changes: object = {}): Promise<string> {
  const { body } = await manage('POST', '/polls', { ...everyKind, ...changes });
  await manage('POST', `/polls/${body.id}/open`);
  return String(body.id);
}

const full = {
  drink: 'tea',
  leaves: ['green'],
  again: 9,
  order: ['a', 'b', 'c'],
  grid: { food: 'good', music: 'bad' },
  words: 'hello',
};

async function tokenFor(id: string): Promise<Record<string, string>> {
  return { [headers.voterToken]: String((await api.send('POST', `/polls/${id}/devices`)).body.voterToken) };
}

async function voteIn(id: string): Promise<string> {
  const { body } = await api.send('POST', `/polls/${id}/responses`, {
    body: { answers: full },
    headers: await tokenFor(id),
  });
  await until(
    () => api.send('GET', `/polls/${id}/results`, { headers: own }),
    ({ body: results }) => results.responses === 1,
  );
  return String(body.responseId);
}

test('every answer of a poll’s life is as described', async () => {
  const { body: draft, headers: created } = await manage('POST', '/polls', everyKind);
  const path = `/polls/${draft.id}`;
  const changed = { title: 'Changed' };
  await manage('GET', '/polls');
  await manage('GET', '/polls?limit=none');
  await manage('GET', path);
  await manage('PATCH', path, changed);
  await manage('PATCH', path, changed, { [headers.ifMatch]: '"99"' });
  await manage('PATCH', path, changed, { [headers.ifMatch]: created.get('etag') ?? '' });
  await manage('POST', `${path}/open`, undefined, { [headers.ifMatch]: '"1"' });
  await manage('POST', `${path}/close`);
  await manage('POST', `${path}/open`);
  await manage('DELETE', path);
  await manage('POST', `${path}/close`);
  await until(
    () => manage('GET', path),
    ({ body }) => body.state === 'closed',
  );
  await manage('POST', `${path}/open`);
  await manage('DELETE', path);
  await manage('GET', path);
  await manage('POST', '/polls', { ...everyKind, questions: [] });
  await manage('POST', '/polls', everyKind, { [headers.idempotencyKey]: 'once' });
  await manage('POST', '/polls', { ...everyKind, title: 'Other' }, { [headers.idempotencyKey]: 'once' });
  await manage('POST', '/polls', everyKind, { [headers.idempotencyKey]: 'x'.repeat(201) });
  const showIf = [{ question: 'later', anyOf: ['x'] }];
  const [first] = everyKind.questions;
  await manage('POST', '/polls', { ...everyKind, questions: [{ ...first, showIf }] });
});

test('every answer to voters and viewers is as described', async () => {
  const id = await openPoll();
  const path = `/polls/${id}`;
  const responseId = await voteIn(id);
  await api.send('GET', `${path}/ballot`);
  await api.send('GET', `${path}/responses/${responseId}`);
  await api.send('GET', `${path}/responses/none`);
  const results = await api.send('GET', `${path}/results`);
  await until(
    () => api.send('GET', `${path}/results`, { headers: { [headers.ifNoneMatch]: results.headers.get('etag') ?? '' } }),
    ({ status }) => status === 304 || status === 200,
  );
  await api.send('GET', `${path}/live`);
  await api.send('GET', `${path}/results/order/instant-runoff`);
  await api.send('GET', `${path}/results/drink/instant-runoff`);
  const vote = (body: unknown, more: Record<string, string> = {}) =>
    api.send('POST', `${path}/responses`, { body, headers: more });
  await vote({ answers: full });
  await vote({ answers: { drink: 'wine' } }, await tokenFor(id));
  await vote({}, await tokenFor(id));
  await api.send('POST', `${path}/responses`, { text: '{' });
  await api.send('POST', `${path}/responses`, { text: `"${'x'.repeat(limits.bodyBytes)}"` });
  const hidden = await openPoll({ policy: { voters: 'authenticated', results: 'never' } });
  await api.send('GET', `/polls/${hidden}/results`);
  await api.send('GET', `/polls/${hidden}/live`);
  await api.send('GET', `/polls/${hidden}/results/order/instant-runoff`);
  await api.send('POST', `/polls/${hidden}/devices`);
  await manage('POST', `/polls/${hidden}/voter-tokens`, { voter: 'ann' });
  await manage('POST', `${path}/voter-tokens`, { voter: 'ann' });
  await manage('POST', `${path}/close`);
  await until(
    async () => vote({ answers: full }, await tokenFor(id)),
    ({ status }) => status === 409,
  );
  await api.send('GET', '/health');
});

test('every answer about abuse is as described', async () => {
  const id = await openPoll();
  await voteIn(id);
  await manage('GET', `/polls/${id}/suspicions`);
  await manage('GET', `/polls/none/suspicions`);
  const { body: made } = await manage('POST', `/polls/${id}/exclusions`, { group: 'address:x1Yz' });
  await manage('POST', `/polls/${id}/exclusions`, { group: 'everybody' });
  await until(
    () => manage('GET', `/polls/${id}/exclusions`),
    ({ body }) => (body.exclusions as readonly { state: string }[])[0]?.state === 'excluded',
  );
  await manage('DELETE', `/polls/${id}/exclusions/${made.id}`);
  await manage('DELETE', `/polls/${id}/exclusions/none`);
});

test('every answer about exports is as described', async () => {
  const id = await openPoll();
  await voteIn(id);
  const { body: asked } = await manage('POST', `/polls/${id}/exports`, { format: 'csv' });
  await manage('POST', `/polls/${id}/exports`, { format: 'pdf' });
  await until(
    () => manage('GET', `/polls/${id}/exports/${asked.id}`),
    ({ body }) => body.state === 'ready',
  );
  await manage('GET', `/polls/${id}/exports/none`);
  await manage('GET', `/polls/${id}/exports`);
});

test('every answer about a voter’s data is as described', async () => {
  const id = await openPoll();
  const responseId = await voteIn(id);
  await manage('GET', `/polls/${id}/voters/${responseId}`);
  await manage('GET', `/polls/${id}/voters/none`);
  await manage('GET', `/polls/${id}/voters/token`);
  await manage('DELETE', `/polls/${id}/voters/${responseId}`);
  await manage('GET', `/polls/${id}/voters/${responseId}`);
  await manage('DELETE', `/polls/${id}/voters/none`);
  await manage('DELETE', `/polls/${id}/voters/token`);
});

test('every answer about an archive is as described', async () => {
  const id = await openPoll();
  await voteIn(id);
  const path = `/polls/${id}`;
  await manage('GET', `${path}/archive`);
  await manage('POST', `${path}/archive`);
  await manage('POST', `${path}/restore`);
  await manage('POST', `${path}/close`);
  await until(
    () => manage('POST', `${path}/archive`),
    ({ status }) => status === 202,
  );
  await until(
    () => manage('GET', `${path}/archive`),
    ({ body }) => body.state === 'archived',
    90,
  );
  await manage('POST', `${path}/restore`);
});

test('every answer about what is kept for how long is as described', async () => {
  await manage('PUT', '/workspace/settings', { archiveAfterDays: 365, retentionDays: 3_650 });
  await manage('PUT', '/workspace/settings', { archiveAfterDays: -1 });
  await manage('GET', '/workspace/settings');
  await manage('PUT', '/workspace/settings', {});
});

test('every answer about pictures is as described', async () => {
  const file = await photo({ width: 40, height: 30 }).jpeg().toBuffer();
  const announced = { contentType: 'image/jpeg', bytes: file.length, name: 'Leaves' };
  const uploadAs = async (bytes: Uint8Array) => {
    const { body } = await manage('POST', '/media', { ...announced, bytes: bytes.length });
    const ticket = body as unknown as UploadTicket;
    assert.ok((await post(ticket, bytes)).ok);
    await until(
      () => manage('GET', `/media/${ticket.id}`),
      ({ body: { state } }) => state === 'ready' || state === 'refused',
      120,
    );
    return ticket.id;
  };
  const media = await uploadAs(file);
  const { body: pending } = await manage('POST', '/media', announced);
  await manage('GET', `/media/${pending.id}`);
  await uploadAs(Buffer.from('no picture'));
  await manage('GET', '/media/none');
  await manage('POST', '/media', { ...announced, contentType: 'image/svg+xml' });
  const id = await openPoll({ media });
  const { body: ballot } = await api.send('GET', `/polls/${id}/ballot`);
  assert.deepEqual(Object.keys(ballot.pictures ?? {}), [media]);
  await manage('GET', `/polls/${id}`);
  await manage('POST', '/polls', { ...everyKind, media: pending.id });
});

test('every answer about insights and keys is as described', async () => {
  const id = await openPoll();
  const path = `/polls/${id}`;
  await voteIn(id);
  for (const view of ['insights', 'insights/cross-tab?rows=drink&columns=again', 'answers/words']) {
    await until(
      () => manage('GET', `${path}/${view}`),
      ({ status, body }) => status === 200 && body.responses === 1,
    );
  }
  const { body } = await manage('GET', `${path}/answers/words`);
  const [answer] = body.answers as readonly { responseId: string }[];
  await manage('PATCH', `${path}/answers/words/${answer?.responseId}`, { hidden: true });
  await manage('PATCH', `${path}/answers/words/none`, { hidden: true });
  await manage('PATCH', `${path}/answers/words/none`, {});
  await manage('GET', `${path}/answers/words?cursor=x`);
  await manage('GET', `${path}/answers/none`);
  await manage('GET', `${path}/insights/cross-tab`);
  await manage('GET', '/keys');
  const { body: key } = await manage('POST', '/keys', { name: 'New', scopes: ['polls:read'] });
  await manage('POST', '/keys', { name: 'New', scopes: ['fly'] });
  await manage('POST', '/keys', { name: 'New', scopes: ['polls:read'], expiresAt: '2020-01-01T00:00:00Z' });
  await manage('POST', `/keys/${key.id}/rotate`, { overlapSeconds: 60 });
  await manage('POST', `/keys/${key.id}/rotate`, {});
  await manage('POST', '/keys/none/rotate', {});
  await manage('GET', '/keys');
  await manage('DELETE', `/keys/${key.id}`);
  await manage('DELETE', `/keys/${key.id}`);
});

test('every answer about people is as described', async () => {
  const enter = (email: string) => signIn(backend.runtime.signIn, email);
  const [ada, bob] = [await enter('ada@walk.example'), await enter('bob@walk.example')];
  const found = (idToken: string) => api.send('POST', '/workspaces', { body: { idToken } });
  const join = (invitation: unknown, idToken: string) =>
    api.send('POST', '/workspaces/join', { body: { invitation, idToken } });
  await found(ada.accessToken);
  const { body: workspace } = await found(ada.idToken);
  await api.send('GET', '/workspaces', { headers: { [headers.apiKey]: ada.accessToken } });
  await api.send('GET', '/workspaces', { headers: own });
  const owner = { [headers.apiKey]: `${workspace.workspaceId}:${ada.accessToken}` };
  const as = (method: string, path: string, body?: unknown) =>
    api.send(method, path, { headers: owner, ...(body === undefined ? {} : { body }) });
  const invite = (email: string) => as('POST', '/workspace/invitations', { email, role: 'editor' });
  const { body: invited } = await invite('bob@walk.example');
  await as('POST', '/workspace/invitations', { email: 'bob', role: 'king' });
  await as('GET', '/workspace/invitations');
  await join(invited.token, ada.idToken);
  await join(invited.token, bob.idToken);
  await join((await invite('bob@walk.example')).body.token, bob.idToken);
  await as('DELETE', `/workspace/invitations/${(await invite('eve@walk.example')).body.id}`);
  await as('DELETE', '/workspace/invitations/none');
  await as('GET', '/workspace/audit?limit=5');
  await as('GET', '/workspace/audit?cursor=x');
  const { body } = await as('GET', '/workspace/people');
  const [first, second] = (body.people as readonly { id: string }[]).map(({ id }) => `/workspace/people/${id}`);
  await as('PATCH', first ?? '', { role: 'viewer' });
  await as('PATCH', second ?? '', { role: 'viewer' });
  await as('DELETE', second ?? '');
  await as('DELETE', second ?? '');
  await as('DELETE', first ?? '');
});

test('every answer about proofs of voters is as described', async () => {
  const id = await openPoll({ policy: { voters: 'codes' } });
  const { body } = await manage('POST', `/polls/${id}/codes`, { count: 2 });
  await manage('POST', `/polls/${id}/codes`, { count: 0 });
  const [code] = body.codes as readonly string[];
  const admit = (poll: string, proof: object) => api.send('POST', `/polls/${poll}/voters`, { body: proof });
  const { body: admitted } = await admit(id, { code });
  await admit(id, { code: 'none' });
  await admit(id, { jwt: 'x' });
  await admit(id, {});
  await admit('none', { code });
  const voter = { [headers.voterToken]: String(admitted.voterToken) };
  await api.send('POST', `/polls/${id}/responses`, { body: { answers: full }, headers: voter });
  await until(
    () => admit(id, { code }),
    ({ status }) => status === 409,
  );
  await manage('GET', `/polls/${id}/codes`);
  await manage('GET', `/polls/${await openPoll()}/codes`);
  const path = '/workspace/voter-issuer';
  const issuer = {
    issuer: 'https://id.invalid',
    jwksUrl: 'https://id.invalid/jwks',
    audience: 'x',
    algorithm: 'ES256',
  };
  await manage('GET', path);
  await manage('POST', path, issuer);
  await manage('POST', path, { ...issuer, algorithm: 'HS256' });
  await manage('POST', path, { ...issuer, jwksUrl: 'http://10.0.0.1/' });
  await manage('GET', path);
  const trusting = await openPoll({ policy: { voters: 'authenticated' } });
  await admit(trusting, { jwt: 'x.y.z' });
  // Its keys are nowhere.
  const parts = [{ alg: 'ES256', kid: 'k' }, { iss: issuer.issuer }].map((part) => JSON.stringify(part));
  const jwt = [...parts, 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  assert.equal((await admit(trusting, { jwt })).status, 503);
  await manage('DELETE', path);
  await manage('DELETE', path);
});

test('every answer about webhooks and mail is as described', async () => {
  // A name that never resolves: nobody is called.
  const body = { url: 'https://hooks.invalid/in', events: ['poll.opened'] };
  const { body: made } = await manage('POST', '/webhooks', { ...body, description: 'Ours' });
  const path = `/webhooks/${made.id}`;
  await manage('POST', '/webhooks', { ...body, url: 'http://10.0.0.1/' });
  await manage('POST', '/webhooks', { ...body, events: [] });
  await manage('GET', '/webhooks');
  await manage('GET', path);
  await manage('POST', `${path}/rotate`);
  const { body: sent } = await manage('POST', `${path}/test`);
  await manage('GET', `${path}/deliveries`);
  await manage('GET', `${path}/deliveries?cursor=x`);
  await manage('POST', `${path}/deliveries/${sent.id}/replay`);
  await manage('POST', `${path}/deliveries/none/replay`);
  await manage('PATCH', path, { enabled: false });
  await manage('POST', `${path}/test`);
  await manage('PATCH', '/workspace', { contactEmail: 'owner@example.com' });
  await manage('PATCH', '/workspace', { contactEmail: 'nobody' });
  await manage('GET', '/workspace');
  await manage('DELETE', path);
  await manage('DELETE', path);
});

test('a caller without a key, with a wrong one, or without the scope is refused as described', async () => {
  const wrong = { [headers.apiKey]: 'gsk_wrong' };
  const bare = await keyWith(['voters:sign']);
  const barer = await keyWith(['polls:read']);
  for (const { method, path, access } of routes) {
    if (access === 'public') continue;
    const at = path.replaceAll(/\{\w+\}/g, 'x');
    const missing = access === 'voters:sign' ? barer : bare;
    const statuses = [];
    for (const more of [{}, wrong, missing]) statuses.push((await api.send(method, at, { headers: more })).status);
    assert.deepEqual(statuses, [401, 401, 403], `${method} ${path}`);
  }
});

test('the walk has come through every route, and has seen it succeed', () => {
  for (const route of routes) {
    const name = operationNameOf(route);
    assert.ok(
      [200, 201, 202, 204].some((status) => api.seen.has(`${name} ${status}`)),
      name,
    );
  }
  const statuses = new Set([...api.seen].map((seen) => Number(seen.split(' ')[1])));
  for (const status of [200, 201, 202, 204, 304, 400, 401, 403, 404, 409, 412, 413, 422, 428]) {
    assert.ok(statuses.has(status), String(status));
  }
});
