import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AuditEntry, type AuditPage, isAudited } from '../../contracts/audit.ts';
import { headers } from '../../contracts/headers.ts';
import { type OperationName, operationNameOf } from '../../contracts/operations/operation.ts';
import { type Route, routes } from '../../contracts/routes.ts';
import { scopes } from '../../contracts/scopes.ts';
import { ChainVerifier } from '../../domain/audit/chain.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { type Answer, ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { startReceiver } from '../support/receiver.ts';
import { makeObjects, type ObjectIds, seenOf } from '../support/workspace-objects.ts';

/** What holds for a caller of another workspace. A route without an entry fails the type check. */
type Rule =
  /** With an id of another workspace it answers 404, whatever else is right; `body` and more make the rest right. */
  | { readonly hidden: true; readonly body?: object; readonly query?: string; readonly ifMatch?: string }
  /** It takes no id: what it answers has nothing of another workspace. */
  | { readonly own: true; readonly body?: object }
  /** It is for everybody who knows the id, whatever key they have. */
  | { readonly open: string };

const hidden = { hidden: true } as const;
const own = { own: true } as const;
const issuer = { issuer: 'https://id.example', jwksUrl: 'https://id.example/jwks', audience: 'x', algorithm: 'ES256' };

const rules: Readonly<Record<OperationName, Rule>> = {
  createPoll: { own: true, body: everyKind },
  listPolls: own,
  getPoll: hidden,
  updatePoll: { hidden: true, body: { title: 'Taken over' }, ifMatch: '"2"' },
  openPoll: hidden,
  closePoll: hidden,
  deletePoll: hidden,
  getBallot: { open: 'The ballot is the same for everyone.' },
  signDevice: { open: 'A device needs no account.' },
  signVoter: { hidden: true, body: { voter: 'ann' } },
  admitVoter: { open: 'A code or a JWT is the proof.' },
  issueCodes: { hidden: true, body: { count: 1 } },
  countCodes: hidden,
  submitResponse: { open: 'A voter token is the proof.' },
  getResponse: { open: 'Only who submitted it knows a response’s id, which has 128 bits of the voter’s key.' },
  getResults: { open: 'The poll’s policy says who sees them.' },
  getInstantRunoff: { open: 'The poll’s policy says who sees it.' },
  requestExport: { hidden: true, body: { format: 'csv' } },
  listExports: hidden,
  getExport: hidden,
  showVoter: hidden,
  eraseVoter: hidden,
  getSuspicions: hidden,
  listExclusions: hidden,
  excludeGroup: { hidden: true, body: { group: 'address:abcd' } },
  putGroupBack: hidden,
  archivePoll: hidden,
  getArchive: hidden,
  restorePoll: hidden,
  getLive: { open: 'The poll’s policy says who may listen.' },
  getInsights: hidden,
  getCrossTab: { hidden: true, query: '?rows=drink&columns=again' },
  listAnswers: hidden,
  moderateAnswer: { hidden: true, body: { hidden: true } },
  listKeys: own,
  createKey: { own: true, body: { name: 'Theirs', scopes: ['polls:read'] } },
  rotateKey: { hidden: true, body: {} },
  deleteKey: hidden,
  createWebhook: { own: true, body: { url: 'https://hooks.invalid/in', events: ['poll.opened'] } },
  listWebhooks: own,
  getWebhook: hidden,
  updateWebhook: { hidden: true, body: { description: 'Taken over' } },
  deleteWebhook: hidden,
  rotateWebhook: hidden,
  testWebhook: hidden,
  listDeliveries: hidden,
  replayDelivery: hidden,
  getWorkspace: own,
  updateWorkspace: { own: true, body: { contactEmail: 'them@example.com' } },
  getSettings: own,
  putSettings: { own: true, body: { archiveAfterDays: 30 } },
  listPeople: own,
  changeRole: { hidden: true, body: { role: 'editor' } },
  removePerson: hidden,
  invitePerson: { own: true, body: { email: 'x@their.example', role: 'viewer' } },
  listInvitations: own,
  revokeInvitation: hidden,
  listAudit: own,
  getVoterIssuer: own,
  setVoterIssuer: { own: true, body: issuer },
  removeVoterIssuer: own,
  listWorkspaces: { open: 'It goes by an access token, and a key is none.' },
  foundWorkspace: { open: 'It goes by an ID token.' },
  acceptInvitation: { open: 'It goes by an ID token.' },
  createUpload: { own: true, body: { contentType: 'image/jpeg', bytes: 1_000, name: 'Theirs' } },
  getMedia: hidden,
  getHealth: { open: 'It tells of the region.' },
};

let backend: Backend;
let mine: { readonly api: ApiClient; readonly ids: ObjectIds };
let theirs: typeof mine;
before(async () => {
  backend = await startBackend();
  const receiver = await startReceiver({ after });
  const make = async (workspaceId: string) => {
    const key = await issueKey(keysOf(backend.runtime), { workspaceId, scopes });
    const api = new ApiClient(backend.runtime.apiUrl, key);
    return { api, ids: await makeObjects(backend.runtime, { name: workspaceId, workspace: api, receiver }) };
  };
  [mine, theirs] = await Promise.all([make('mine'), make('theirs')]);
});
after(() => backend.stop());

function send(api: ApiClient, { method, path }: Route, rule: Rule, ids: ObjectIds) {
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? assert.fail(`no object has a ${name}`));
  const { body, query = '', ifMatch } = { query: undefined, ifMatch: undefined, body: undefined, ...rule };
  return api.send<Record<string, unknown>>(method, at + (query ?? ''), {
    ...(body === undefined ? {} : { body }),
    ...(ifMatch === undefined ? {} : { headers: { [headers.ifMatch]: ifMatch } }),
  });
}

const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
const rulesOf = (kind: 'hidden' | 'own' | 'open') =>
  routes.map((route) => ({ route, rule: rules[operationNameOf(route)] })).filter(({ rule }) => kind in rule);
/** What no answer to others may hold: a question’s id says nothing. */
const secrets = (ids: ObjectIds) => Object.entries(ids).flatMap(([name, id]) => (name === 'questionId' ? [] : [id]));

test('a route with an id is hidden from other workspaces or open to all, and a route without one has its rule, too', () => {
  for (const route of routes) {
    const rule = rules[operationNameOf(route)];
    const what = `${route.method} ${route.path}`;
    if (route.access === 'public') assert.ok('open' in rule, what);
    else assert.equal('hidden' in rule, parametersOf(route.path).length > 0, what);
  }
});

test('no route does anything with an id of another workspace: it answers 404, and nothing changes', async () => {
  const before = await seenOf(mine.api, mine.ids);
  for (const { route, rule } of rulesOf('hidden')) {
    const names = parametersOf(route.path).filter((name) => name !== 'questionId');
    // All ids are mine; then each of mine in an object of theirs.
    const mixed = names.length < 2 ? [] : [{ ...theirs.ids, [names.at(-1) ?? '']: mine.ids[names.at(-1) ?? ''] ?? '' }];
    for (const ids of [mine.ids, ...mixed]) {
      const { status, body } = await send(theirs.api, route, rule, ids);
      const isMixed = ids !== mine.ids;
      // Any voter key is taken, as nothing tells who has been there: it finds nobody in a poll of theirs.
      if (isMixed && ['showVoter', 'eraseVoter'].includes(operationNameOf(route))) {
        assert.ok(!('response' in body), `${route.method} ${route.path}`);
        continue;
      }
      assert.equal(
        status,
        404,
        `${route.method} ${route.path}${isMixed ? ' below theirs' : ''}: ${JSON.stringify(body)}`,
      );
    }
  }
  assert.deepEqual(await seenOf(mine.api, mine.ids), before);
});

test('no route without an id tells or changes anything of another workspace', async () => {
  const before = await seenOf(mine.api, mine.ids);
  for (const { route, rule } of rulesOf('own')) {
    const { status, body } = await send(theirs.api, route, rule, {});
    assert.ok(status < 300 || operationNameOf(route) === 'getVoterIssuer', `${route.method} ${route.path}: ${status}`);
    // Their record has the ids that they have sent themselves, see below.
    if (operationNameOf(route) === 'listAudit') continue;
    for (const id of secrets(mine.ids)) {
      assert.ok(!JSON.stringify(body ?? {}).includes(id), `${route.method} ${route.path}: ${id}`);
    }
  }
  assert.deepEqual(await seenOf(mine.api, mine.ids), before);
  const named = await theirs.api.send('POST', '/polls', { body: { ...everyKind, media: mine.ids.mediaId } });
  assert.equal(named.status, 422, 'a picture of another workspace');
});

test('a page goes on behind an own object only, whatever its cursor says', async () => {
  const list = async (path: string) => {
    const { status, body } = await theirs.api.send<Record<string, unknown>>('GET', path);
    for (const id of secrets(mine.ids)) assert.ok(!JSON.stringify(body).includes(id), `${path}: ${id}`);
    return status;
  };
  const encoded = (key: object) => Buffer.from(JSON.stringify(key)).toString('base64url');
  const smuggled = [
    encoded({ pk: 'WORKSPACE#mine', sk: `POLL#${mine.ids.pollId}` }),
    encoded({ pk: { S: `POLL#${mine.ids.pollId}` }, sk: { S: 'POLL' } }),
    `../${mine.ids.pollId}`,
    'WORKSPACE%23mine',
  ];
  const { pollId, webhookId } = theirs.ids;
  const lists = ['/polls', `/webhooks/${webhookId}/deliveries`, `/polls/${pollId}/answers/words`];
  for (const path of lists) {
    for (const cursor of smuggled) assert.equal(await list(`${path}?cursor=${cursor}`), 400, `${path} ${cursor}`);
  }
  // Well-formed ones of another workspace: a place in their own list, and no way out of it.
  assert.equal(await list(`/polls?cursor=${mine.ids.pollId}&limit=100`), 200);
  assert.equal(await list(`/webhooks/${webhookId}/deliveries?cursor=${mine.ids.deliveryId}`), 200);
});

test('an open route gives no more to a key of another workspace than to nobody', async () => {
  const nobody = new ApiClient(backend.runtime.apiUrl);
  for (const { route } of rulesOf('open').filter(({ route: { method } }) => method === 'GET')) {
    const at = { ...route, path: route.path.replace('{questionId}', 'order') };
    const [other, none] = [
      await send(theirs.api, at, { open: '' }, mine.ids),
      await send(nobody, at, { open: '' }, mine.ids),
    ];
    assert.equal(other.status, none.status, route.path);
    if (/results|live/.test(route.path)) assert.equal(other.status, 403, route.path);
  }
});

test('the ids were real: their own workspace gets in with each', async () => {
  const last = ({ route }: { route: Route }) =>
    Number(route.method === 'DELETE') + Number(route.path === '/polls/{pollId}');
  for (const { route, rule } of rulesOf('hidden').sort((a, b) => last(a) - last(b))) {
    const { status, body } = await send(mine.api, route, rule, mine.ids);
    // The poll was found, and has no archive.
    if (body?.detail === 'There is no such archive.') continue;
    assert.ok(![401, 403, 404].includes(status), `${route.method} ${route.path}: ${status} ${JSON.stringify(body)}`);
  }
});

test('all that administers is on record: who did what to what, and how it ended, and no voter and no address', async () => {
  const record = async (api: ApiClient) => {
    const entries: AuditEntry[] = [];
    let cursor: string | undefined = '';
    do {
      const path: string = `/workspace/audit?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body, status }: Answer<AuditPage> = await api.send<AuditPage>('GET', path);
      assert.equal(status, 200);
      entries.push(...body.entries);
      cursor = body.cursor;
    } while (cursor);
    return entries;
  };
  const [own, others] = [await record(mine.api), await record(theirs.api)];
  for (const route of routes.filter(isAudited)) {
    const action = operationNameOf(route);
    const entries = [...own, ...others].filter((entry) => entry.action === action);
    assert.ok(
      entries.some(
        ({ phase, status = 0 }) => phase === 'done' && (![401, 403, 404].includes(status) || action === 'restorePoll'),
      ),
      `${action} is not on record`,
    );
    const [attempted, done] = ['attempted', 'done'].map((phase) => entries.filter((entry) => entry.phase === phase));
    assert.equal(attempted?.length, done?.length, action);
    for (const entry of entries) assert.match(entry.actor, /^key:[\w-]+$/, action);
  }
  assert.ok(own.some(({ action, actor }) => action === 'acceptInvitation' && actor === `person:${mine.ids.personId}`));
  // Whoever tried is on the record of their own workspace, and the other one's knows nothing of it.
  assert.ok(
    others.some(
      ({ action, target, status }) => action === 'deletePoll' && target.pollId === mine.ids.pollId && status === 404,
    ),
  );
  for (const [entries, workspaceId] of [
    [own, 'mine'],
    [others, 'theirs'],
  ] as const) {
    const verifier = new ChainVerifier();
    for (const entry of entries) verifier.add(entry);
    assert.deepEqual(verifier.broken, []);
    assert.ok(verifier.chains.every((chain) => chain.workspaceId === workspaceId));
    assert.equal(
      verifier.chains.reduce((sum, chain) => sum + chain.entries, 0),
      entries.length,
    );
  }
  const text = JSON.stringify([...own, ...others]);
  for (const secret of [mine.ids.voter ?? '', theirs.ids.voter ?? '', '"ann"', '@', '"gsk_', '"gsi_']) {
    assert.ok(!text.includes(secret), secret);
  }
});
