import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook as Signer } from 'standardwebhooks';
import { disableWebhook, editWebhook, rotateSecret, signingSecrets } from '../../../domain/webhooks/webhook.ts';
import { webhookOf } from '../../support/notifications.ts';
import { noon } from '../../support/polls.ts';

const day = 24 * 3_600_000;

test('the library signs as Standard Webhooks’ own example says', () => {
  // The example of the reference implementation's tests.
  const signed = new Signer('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').sign(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1_614_265_330_000),
    '{"test": 2432232314}',
  );
  assert.equal(signed, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('after a rotation both secrets sign for a day, and then the new one alone', () => {
  const before = webhookOf();
  const after = rotateSecret(before, noon);
  assert.deepEqual(signingSecrets(before, noon), [before.secret]);
  assert.deepEqual(signingSecrets(after, noon + day - 1), [after.secret, before.secret]);
  assert.deepEqual(signingSecrets(after, noon + day), [after.secret]);
});

test('a webhook that is taken up again, or gets a new address, forgets its failures; any other edit does not', () => {
  const disabled = disableWebhook(webhookOf(), 'failing', webhookOf().activeSince);
  const later = noon + day;
  const since = (patch: Parameters<typeof editWebhook>[1], webhook = webhookOf()) =>
    Date.parse(editWebhook(webhook, patch, later).activeSince);
  assert.equal(disabled.disabledBecause, 'failing');
  assert.equal(since({ enabled: true }, disabled), later);
  assert.equal(since({ url: 'https://other.example/' }), later);
  assert.equal(since({ description: 'Mine' }), noon);
  assert.equal(since({ enabled: true }), noon);
  assert.equal(editWebhook(disabled, { description: null }, later).disabledBecause, 'failing');
  assert.equal(editWebhook(webhookOf(), { enabled: false }, later).disabledBecause, 'workspace');
});

test('failures from before a webhook was taken up again don’t disable it', () => {
  const webhook = webhookOf();
  assert.equal(disableWebhook(webhook, 'failing', new Date(noon - 1).toISOString()), webhook);
});
