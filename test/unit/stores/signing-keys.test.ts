import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keyLead } from '../../../domain/signing-keys.ts';
import { signingKeys } from '../../../stores/signing-keys.ts';

const minute = 60_000;

/** Secrets Manager with one secret, at a clock of its own. */
function start() {
  const at = { now: 0, calls: 0, secret: 'old', isReachable: true };
  const client = {
    async send() {
      at.calls += 1;
      if (!at.isReachable) throw new Error('unreachable');
      return { SecretString: at.secret };
    },
  } as unknown as SecretsManagerClient;
  return { at, keys: signingKeys(client, 'id', () => at.now) };
}

test('keys are read once in five minutes, by however many ask at once', async () => {
  const { at, keys } = start();
  await Promise.all(Array.from({ length: 100 }, keys));
  at.now = 5 * minute - 1;
  assert.equal(await keys(), 'old');
  assert.equal(at.calls, 1);
  at.now = 5 * minute;
  at.secret = 'new\nold';
  assert.equal(await keys(), 'new\nold');
  assert.equal(at.calls, 2);
});

test('every process has read a new key long before it signs', async () => {
  const { at, keys } = start();
  await keys();
  at.secret = `new@${keyLead}\nold`;
  at.now = keyLead - 1;
  assert.equal(await keys(), 'old\nnew');
  at.now = keyLead;
  assert.equal(await keys(), 'new\nold');
});

test('who has read keys goes by them while they can not be read again, and who has none says so', async () => {
  const { at, keys } = start();
  at.isReachable = false;
  await assert.rejects(keys(), /unreachable/);
  at.isReachable = true;
  assert.equal(await keys(), 'old');
  at.isReachable = false;
  at.now = 6 * minute;
  assert.equal(await keys(), 'old');
  assert.equal(await keys(), 'old');
  assert.equal(at.calls, 3);
});
