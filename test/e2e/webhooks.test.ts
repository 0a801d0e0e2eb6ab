import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { headers } from '../../contracts/headers.ts';
import type { DeliveryView, WebhookView, WebhookWithSecret } from '../../contracts/webhooks.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { startReceiver, verify } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { addWebhook, deliveriesOf, typesOf } from '../support/webhooks.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

test('a webhook is made, read, changed and deleted, and its secret is shown once', async (t) => {
  const { url } = await startReceiver(t);
  const { secret, ...made } = await addWebhook(backend.workspace, url, ['poll.opened']);
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const path = `/webhooks/${made.id}`;
  assert.deepEqual((await backend.workspace.send<WebhookView>('GET', path)).body, made);
  const listed = await backend.workspace.send<{ webhooks: WebhookView[] }>('GET', '/webhooks');
  assert.ok(listed.body.webhooks.some(({ id }) => id === made.id));
  const body = { events: ['poll.closed'], description: 'Ours', enabled: false };
  const changed = await backend.workspace.send<WebhookView>('PATCH', path, { body });
  assert.deepEqual(changed.body, { ...made, ...body, disabledBecause: 'workspace' });
  assert.equal((await backend.workspace.send('DELETE', path)).status, 204);
  assert.equal((await backend.workspace.send('GET', path)).status, 404);
});

test('a webhook to nowhere that messages may go is refused with the reason', async () => {
  for (const url of [
    'https://10.0.0.8/',
    'https://169.254.169.254/',
    'http://example.com/',
    'https://a:b@example.com/',
  ]) {
    const refused = await backend.workspace.send('POST', '/webhooks', { body: { url, events: ['poll.opened'] } });
    assert.equal(refused.status, 422, url);
    assert.equal(refused.body.errors?.[0]?.pointer, '/url');
  }
});

test('another workspace finds no webhook and no delivery, and a key without the scope may not ask', async (t) => {
  const { url } = await startReceiver(t);
  const { id } = await addWebhook(backend.workspace, url, ['poll.opened']);
  await backend.workspace.send('POST', `/webhooks/${id}/test`);
  const [delivery] = await deliveriesOf(backend.workspace, id);
  const scopes = ['webhooks:read', 'webhooks:write'] as const;
  const key = await issueKey(keysOf(backend.runtime), { workspaceId: 'another', scopes });
  const other = new ApiClient(backend.runtime.apiUrl, key);
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
    ['POST', '/test'],
    ['GET', '/deliveries'],
    ['POST', `/deliveries/${delivery?.id}/replay`],
  ] as const) {
    const body = method === 'PATCH' ? { body: {} } : {};
    assert.equal((await other.send(method, `/webhooks/${id}${path}`, body)).status, 404, `${method} ${path}`);
  }
  assert.deepEqual((await other.send<{ webhooks: [] }>('GET', '/webhooks')).body.webhooks, []);
  const reader = await issueKey(keysOf(backend.runtime), { workspaceId: 'laptop', scopes: ['webhooks:read'] });
  const asking = { headers: { [headers.apiKey]: reader } };
  assert.equal((await backend.voter.send('POST', `/webhooks/${id}/test`, asking)).status, 403);
  assert.equal((await backend.voter.send('GET', `/webhooks/${id}`, asking)).status, 200);
});

test('a test is delivered, and the published library verifies it', async (t) => {
  const receiver = await startReceiver(t);
  const { id, secret } = await addWebhook(backend.workspace, receiver.url, ['poll.opened']);
  const sent = await backend.workspace.send<DeliveryView>('POST', `/webhooks/${id}/test`);
  assert.equal(sent.status, 202);
  const [delivery] = await until(
    () => deliveriesOf(backend.workspace, id),
    ([one]) => one?.state === 'delivered',
  );
  const [received] = receiver.received;
  assert.ok(received);
  verify(secret, received);
  assert.throws(() => verify(secret, { ...received, text: received.text.replace('webhook.test', 'poll.closed') }));
  assert.equal(received.headers['content-type'], 'application/cloudevents+json; charset=utf-8');
  assert.equal(received.body.id, received.headers['webhook-id']);
  assert.deepEqual(
    [delivery?.eventId, delivery?.type, delivery?.attempts, delivery?.lastAttempt?.status],
    [received.body.id, 'webhook.test', 1, 204],
  );
});

test('after a rotation, messages verify with the new secret and, for a day, with the old one', async (t) => {
  const receiver = await startReceiver(t);
  const before = await addWebhook(backend.workspace, receiver.url, ['poll.opened']);
  const rotated = await backend.workspace.send<WebhookWithSecret>('POST', `/webhooks/${before.id}/rotate`);
  assert.notEqual(rotated.body.secret, before.secret);
  const left = Date.parse(rotated.body.oldSecretUntil ?? '') - Date.now();
  assert.ok(left > 23 * 3_600_000 && left <= 24 * 3_600_000, String(left));
  await backend.workspace.send('POST', `/webhooks/${before.id}/test`);
  const [received] = await until(
    async () => receiver.received,
    ({ length }) => length > 0,
  );
  assert.ok(received);
  verify(rotated.body.secret, received);
  verify(before.secret, received);
});

test('a poll’s opening and closing are told in this order, to who asked for them', async (t) => {
  const both = await startReceiver(t);
  const closing = await startReceiver(t);
  const { secret } = await addWebhook(backend.workspace, both.url, ['poll.opened', 'poll.closed']);
  await addWebhook(backend.workspace, closing.url, ['poll.closed']);
  const { id } = await backend.workspace.openPoll(everyKind);
  await backend.workspace.send('POST', `/polls/${id}/close`);
  await until(
    async () => [...typesOf(both, id), ...typesOf(closing, id)],
    ({ length }) => length === 3,
  );
  assert.deepEqual(typesOf(both, id), ['poll.opened', 'poll.closed']);
  assert.deepEqual(typesOf(closing, id), ['poll.closed']);
  const [opened, closed] = both.received.filter(({ body }) => body.subject === id);
  assert.ok(opened && closed);
  for (const message of [opened, closed]) verify(secret, message);
  assert.ok(opened.body.sequence < closed.body.sequence);
});

test('a closing waits for an opening that the endpoint refused', async (t) => {
  const receiver = await startReceiver(t, 500);
  const { id: webhookId } = await addWebhook(backend.workspace, receiver.url, ['poll.opened', 'poll.closed']);
  const { id } = await backend.workspace.openPoll(everyKind);
  await backend.workspace.send('POST', `/polls/${id}/close`);
  await until(
    () => deliveriesOf(backend.workspace, webhookId),
    (deliveries) => deliveries.length === 2 && deliveries.some(({ attempts }) => attempts > 0),
  );
  assert.ok(!typesOf(receiver, id).includes('poll.closed'));
  receiver.status = 204;
  await until(
    async () => typesOf(receiver, id),
    (types) => types.includes('poll.closed'),
    60,
  );
  assert.ok(typesOf(receiver, id).indexOf('poll.closed') > typesOf(receiver, id).lastIndexOf('poll.opened'));
});

test('an endpoint that never answers does not delay another one', async (t) => {
  const dead = await startReceiver(t, 'silent');
  const healthy = await startReceiver(t);
  const { id: deadId } = await addWebhook(backend.workspace, dead.url, ['poll.opened']);
  for (let count = 0; count < 20; count += 1) await backend.workspace.send('POST', `/webhooks/${deadId}/test`);
  await until(
    async () => dead.received,
    ({ length }) => length > 0,
  );
  const { id } = await addWebhook(backend.workspace, healthy.url, ['poll.opened']);
  for (let count = 0; count < 20; count += 1) await backend.workspace.send('POST', `/webhooks/${id}/test`);
  await until(
    async () => healthy.received,
    ({ length }) => length >= 20,
  );
  // All of the healthy one's are through while the dead one's first still hang.
  const waiting = await deliveriesOf(backend.workspace, deadId);
  assert.deepEqual([...new Set(waiting.map(({ state }) => state))], ['pending']);
  assert.ok(dead.received.length < 20, `${dead.received.length} requests`);
});

test('deliveries are listed page by page, and what was delivered is replayed on demand', async (t) => {
  const receiver = await startReceiver(t);
  const { id } = await addWebhook(backend.workspace, receiver.url, ['poll.opened']);
  for (let count = 0; count < 3; count += 1) await backend.workspace.send('POST', `/webhooks/${id}/test`);
  const all = await until(
    () => deliveriesOf(backend.workspace, id),
    (deliveries) => deliveries.length === 3 && deliveries.every(({ state }) => state === 'delivered'),
  );
  type Page = { deliveries: DeliveryView[]; cursor?: string };
  const first = await backend.workspace.send<Page>('GET', `/webhooks/${id}/deliveries?limit=2`);
  const { cursor } = first.body;
  const second = await backend.workspace.send<Page>('GET', `/webhooks/${id}/deliveries?limit=2&cursor=${cursor}`);
  assert.deepEqual([...first.body.deliveries, ...second.body.deliveries], all);
  const [newest] = all;
  const again = await backend.workspace.send('POST', `/webhooks/${id}/deliveries/${newest?.id}/replay`);
  assert.equal(again.status, 202);
  await until(
    async () => receiver.received.filter(({ body }) => body.id === newest?.eventId),
    ({ length }) => length === 2,
  );
});
