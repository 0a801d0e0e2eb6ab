import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PollView } from '../../contracts/poll.ts';
import type { WebhookView, WebhookWithSecret } from '../../contracts/webhooks.ts';
import { Faults, presets } from '../../local/chaos/faults.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { insist } from '../support/insist.ts';
import { everyKind } from '../support/polls.ts';
import { type Receiver, startReceiver, verify } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { heardOf } from '../support/webhooks.ts';

const polls = 12;
const types = ['poll.opened', 'poll.closed'] as const;

assert.ok(presets.harsh);
const faults = new Faults(presets.harsh, Math.floor(Math.random() * 65_536));
let backend: Backend;
before(async () => {
  backend = await startBackend({ faults });
});
after(() => backend.stop());

test('on a harsh platform every endpoint hears of every event, signed, an opening before its closing', async (t) => {
  const [steady, shaky] = [await startReceiver(t), await startReceiver(t)];
  const secrets = new Map<Receiver, string>();
  for (const receiver of [steady, shaky]) {
    const body = { url: receiver.url, events: types };
    const { id, secret } = await insist<WebhookWithSecret>(backend.workspace, 'POST', '/webhooks', { body });
    secrets.set(receiver, secret);
    // A request whose answer was lost has made one of its own.
    const { webhooks } = await insist<{ webhooks: WebhookView[] }>(backend.workspace, 'GET', '/webhooks');
    for (const one of webhooks.filter(({ url }) => url === receiver.url)) {
      if (one.id !== id) await insist(backend.workspace, 'DELETE', `/webhooks/${one.id}`);
    }
  }
  const ids: string[] = [];
  for (let poll = 0; poll < polls; poll += 1) {
    shaky.status = poll % 3 === 0 ? 503 : 200;
    const { id } = await insist<PollView>(backend.workspace, 'POST', '/polls', {
      body: everyKind,
      key: `poll-${poll}`,
    });
    await insist(backend.workspace, 'POST', `/polls/${id}/open`);
    await insist(backend.workspace, 'POST', `/polls/${id}/close`);
    ids.push(id);
  }
  shaky.status = 200;
  for (const receiver of [steady, shaky]) {
    await until(
      async () => ids.filter((id) => heardOf(receiver, id).length < types.length),
      ({ length }) => length === 0,
      240,
    );
    for (const id of ids) assert.deepEqual(heardOf(receiver, id), types);
    for (const message of receiver.received) verify(secrets.get(receiver) ?? '', message);
  }
  const seen = Object.values(faults.counts).reduce((sum, count) => sum + count, 0);
  assert.ok(seen > 0, 'the platform was not harsh at all');
});
