import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ExportView } from '../../contracts/exports.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { VoterToken } from '../../contracts/response.ts';
import type { WebhookWithSecret } from '../../contracts/webhooks.ts';
import { Faults, presets } from '../../local/chaos/faults.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { insist } from '../support/insist.ts';
import { startReceiver, verify } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { heardOf } from '../support/webhooks.ts';

// What becomes of votes is told when a minute is over, so this takes minutes and is no part of the tests.

const polls = 3;
/** Beyond the first milestone. */
const votes = 110;
const types = ['results.milestone', 'responses.batch', 'export.ready'] as const;
const definition: PollDefinitionInput = {
  title: 'Lunch?',
  questions: [{ id: 'again', kind: 'rating', title: 'Would you come again?', min: 0, max: 10 }],
};

assert.ok(presets.harsh);
const faults = new Faults(presets.harsh, Number(process.env.SEED ?? 1));
let backend: Backend;
before(async () => {
  backend = await startBackend({ faults });
});
after(() => backend.stop());

async function vote(pollId: string, voter: number): Promise<void> {
  const { voterToken } = await insist<VoterToken>(backend.voter, 'POST', `/polls/${pollId}/devices`);
  const body = { answers: { again: voter % 11 } };
  await insist(backend.voter, 'POST', `/polls/${pollId}/responses`, { body, voterToken, key: `vote-${voter}` });
}

test('on a harsh platform an endpoint that fails at first hears of milestones, of batches and of exports, signed', async (t) => {
  const receiver = await startReceiver(t);
  const body = { url: receiver.url, events: types };
  const { secret } = await insist<WebhookWithSecret>(backend.workspace, 'POST', '/webhooks', { body });
  const ids: string[] = [];
  for (let poll = 0; poll < polls; poll += 1) {
    receiver.status = poll % 2 === 0 ? 503 : 200;
    const key = `poll-${poll}`;
    const { id } = await insist<{ id: string }>(backend.workspace, 'POST', '/polls', { body: definition, key });
    await insist(backend.workspace, 'POST', `/polls/${id}/open`);
    await Promise.all(Array.from({ length: votes }, (_, voter) => vote(id, voter)));
    ids.push(id);
    t.diagnostic(`${votes} votes accepted in poll ${poll + 1} of ${polls}`);
  }
  receiver.status = 200;
  for (const id of ids) {
    await until(
      () => backend.voter.results(id),
      ({ responses }) => responses === votes,
      240,
    );
    await insist<ExportView>(backend.workspace, 'POST', `/polls/${id}/exports`, { body: { format: 'csv' } });
  }
  await until(
    async () => ids.filter((id) => heardOf(receiver, id).length < types.length),
    ({ length }) => length === 0,
    400,
  );
  for (const message of receiver.received) verify(secret, message);
  const batches = receiver.received.filter(({ body: { type } }) => type === 'responses.batch');
  const told = Map.groupBy(batches, ({ body: { subject } }) => subject);
  for (const id of ids) {
    const minutes = new Set(told.get(id)?.map(({ body }) => body.id));
    t.diagnostic(`${id}: ${minutes.size} batches, in ${told.get(id)?.length} messages`);
  }
  const seen = Object.values(faults.counts).reduce((sum, count) => sum + count, 0);
  assert.ok(seen > 0, 'the platform was not harsh at all');
});
