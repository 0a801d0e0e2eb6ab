import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookView } from '../../contracts/webhooks.ts';
import { mailsOf } from '../support/outbox.ts';
import { startReceiver } from '../support/receiver.ts';
import { startWithShortRetries } from '../support/short-retries.ts';
import { until } from '../support/until.ts';
import { addWebhook, deliveriesOf } from '../support/webhooks.ts';

test('an endpoint that fails for the whole time is disabled with a notice, and can be taken up again', async (t) => {
  const backend = await startWithShortRetries(t, 3);
  const { workspace } = backend;
  await workspace.send('PATCH', '/workspace', { body: { contactEmail: 'owner@example.com' } });
  const receiver = await startReceiver(t, 500);
  const { id } = await addWebhook(workspace, receiver.url, ['poll.opened']);
  const send = () => workspace.send('POST', `/webhooks/${id}/test`);
  for (let count = 0; count < 6; count += 1) await send();
  const disabled = await until(
    async () => {
      const { body } = await workspace.send<WebhookView>('GET', `/webhooks/${id}`);
      if (body.enabled) await send();
      return body;
    },
    ({ enabled }) => !enabled,
    120,
  );
  assert.equal(disabled.disabledBecause, 'failing');
  assert.ok(receiver.received.length >= 10, `${receiver.received.length} attempts`);
  assert.equal((await send()).status, 409);

  const settled = await until(
    () => deliveriesOf(workspace, id),
    (deliveries) => deliveries.every(({ state }) => state !== 'pending'),
  );
  const [missed] = settled;
  assert.ok(missed && ['failed', 'skipped'].includes(missed.state), missed?.state);
  const [notice] = await until(
    () => mailsOf(backend.runtime.apiUrl),
    ({ length }) => length > 0,
  );
  assert.match(notice?.headers ?? '', /^To: owner@example\.com$/m);
  assert.match(notice?.text ?? '', /gets no more messages/);

  receiver.status = 204;
  const body = { enabled: true };
  assert.equal((await workspace.send<WebhookView>('PATCH', `/webhooks/${id}`, { body })).body.enabled, true);
  assert.equal((await workspace.send('POST', `/webhooks/${id}/deliveries/${missed.id}/replay`)).status, 202);
  await until(
    () => deliveriesOf(workspace, id),
    (deliveries) => deliveries.find((one) => one.id === missed.id)?.state === 'delivered',
  );
});

test('an endpoint that answers 410 is disabled at once', async (t) => {
  const backend = await startWithShortRetries(t, 60);
  const receiver = await startReceiver(t, 410);
  const { id } = await addWebhook(backend.workspace, receiver.url, ['poll.opened']);
  await backend.workspace.send('POST', `/webhooks/${id}/test`);
  const { body } = await until(
    () => backend.workspace.send<WebhookView>('GET', `/webhooks/${id}`),
    (answer) => !answer.body.enabled,
  );
  assert.equal(body.disabledBecause, 'gone');
  assert.equal(receiver.received.length, 1);
});
