import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { Exclusion, Suspicions } from '../../contracts/abuse.ts';
import { viewerAddressHeader, viewerNetworkHeader } from '../../contracts/edge.ts';
import { tokenVoter } from '../../contracts/erasure.ts';
import type { ExportView } from '../../contracts/exports.ts';
import { headers } from '../../contracts/headers.ts';
import { scopes } from '../../contracts/scopes.ts';
import type { VoterData } from '../../contracts/voter-data.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let owner: ApiClient;
before(async () => {
  backend = await startBackend();
  owner = new ApiClient(
    backend.runtime.apiUrl,
    await issueKey(keysOf(backend.runtime), { workspaceId: 'abuse', scopes }),
  );
});
after(() => backend.stop());

const definition = {
  title: 'Tea or coffee?',
  questions: [
    {
      id: 'drink',
      kind: 'single' as const,
      title: 'Which?',
      options: [
        { id: 'tea', label: 'Tea' },
        { id: 'coffee', label: 'Coffee' },
      ],
    },
    {
      id: 'order',
      kind: 'ranking' as const,
      title: 'In what order?',
      options: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
    },
  ],
};

/** @param network the number of the network that the address belongs to */
async function vote(pollId: string, drink: string, address: string, token?: string, network = '3320'): Promise<string> {
  const voterToken = token ?? (await owner.voterToken(pollId));
  const { status } = await owner.send('POST', `/polls/${pollId}/responses`, {
    body: { answers: { drink, order: drink === 'tea' ? ['a', 'b'] : ['b', 'a'] } },
    headers: {
      [headers.voterToken]: voterToken,
      [viewerAddressHeader]: `${address}:4711`,
      [viewerNetworkHeader]: network,
    },
  });
  assert.equal(status, 202);
  return voterToken;
}

const counted = (pollId: string, responses: number, excluded?: number) =>
  until(
    () => owner.results(pollId),
    (results) => results.responses === responses && results.excluded === excluded,
  );

const settled = async (pollId: string, state: Exclusion['state'], responses: number) => {
  const list = () => owner.send<{ exclusions: Exclusion[] }>('GET', `/polls/${pollId}/exclusions`);
  const [exclusion] = (
    await until(list, ({ body }) => body.exclusions[0]?.state === state && body.exclusions[0].responses === responses)
  ).body.exclusions;
  return exclusion ?? assert.fail('there is no exclusion');
};

/** The lines of a new export of the poll. */
async function exported(pollId: string): Promise<number> {
  const { body } = await owner.send<ExportView>('POST', `/polls/${pollId}/exports`, { body: { format: 'jsonl' } });
  const { body: ready } = await until(
    () => owner.send<ExportView>('GET', `/polls/${pollId}/exports/${body.id}`),
    (answer) => answer.body.state === 'ready',
  );
  return ready.manifest?.responses ?? assert.fail('there is no manifest');
}

/** What the command says, which runs beside the backend of this process. */
async function recounted(pollId: string): Promise<string> {
  const env = { ...process.env, ...backend.runtime.environmentOf('recountPoll') };
  return (await promisify(execFile)(process.execPath, ['tools/recount.ts', '--poll', pollId], { env })).stdout;
}

test('a group from one address is found, left out of all that is counted, and put back', async () => {
  const { id } = await owner.openPoll({ ...definition, policy: { changes: 'replace' } });
  const tokens = [];
  for (let index = 0; index < 12; index += 1) tokens.push(await vote(id, 'coffee', '198.51.100.7'));
  for (const host of [1, 2, 3, 4]) await vote(id, 'tea', `203.0.113.${host}`);
  await counted(id, 16);

  const { body: found } = await until(
    () => owner.send<Suspicions>('GET', `/polls/${id}/suspicions`),
    ({ body }) => body.state === 'ready',
  );
  const [group, ...more] = found.groups;
  assert.ok(group && more.length === 0, JSON.stringify(found));
  assert.equal(group.responses, 12);
  assert.ok(group.reasons.includes('alike') && group.score > 0.5, JSON.stringify(group));
  assert.ok(!JSON.stringify(found).includes('198.51'));

  const exclude = () => owner.send<Exclusion>('POST', `/polls/${id}/exclusions`, { body: { group: group.group } });
  assert.equal((await exclude()).status, 202);
  const { questions } = await counted(id, 4, 12);
  assert.deepEqual('counts' in (questions.drink ?? {}) && questions.drink, {
    kind: 'single',
    respondents: 4,
    skips: 0,
    counts: { tea: 4, coffee: 0 },
  });
  const exclusion = await settled(id, 'excluded', 12);
  const { body: data } = await owner.send<VoterData>('GET', `/polls/${id}/voters/${tokenVoter}`, {
    headers: { [headers.voterToken]: tokens[0] ?? '' },
  });
  assert.equal(data.response?.excludedBy, exclusion.id);
  assert.equal(data.response.connection, group.group.replace('address:', ''));
  const { body: runoff } = await owner.send<{ ballots?: number }>('GET', `/polls/${id}/results/order/instant-runoff`);
  assert.ok(!JSON.stringify(runoff).includes('16'), JSON.stringify(runoff));
  assert.equal(await exported(id), 4);
  const { body: insights } = await until(
    () => owner.send<{ responses?: number; state: string }>('GET', `/polls/${id}/insights`),
    ({ body }) => body.responses === 4,
  );
  assert.equal(insights.responses, 4);

  // A voter of the group who changes the response stays out, and so does nobody else from elsewhere.
  await vote(id, 'tea', '192.0.2.9', tokens[0]);
  await vote(id, 'tea', '203.0.113.5');
  await counted(id, 5, 12);
  // What the group has sent since counts until it is excluded again.
  await vote(id, 'coffee', '198.51.100.7');
  await counted(id, 6, 12);
  assert.equal((await exclude()).status, 202);
  await counted(id, 5, 13);
  await settled(id, 'excluded', 13);
  assert.match(await recounted(id), /Equal: 18 responses/);

  const back = await owner.send<Exclusion>('DELETE', `/polls/${id}/exclusions/${exclusion.id}`);
  assert.equal(back.status, 202);
  const { drink } = (await counted(id, 18)).questions;
  assert.deepEqual(drink?.kind === 'single' && drink.counts, { tea: 6, coffee: 12 });
  await settled(id, 'put-back', 0);
  assert.match(await recounted(id), /Equal: 18 responses/);
});

test('a burst from many addresses of one data centre is found and left out', async () => {
  const { id } = await owner.openPoll(definition);
  for (let host = 1; host <= 10; host += 1) await vote(id, 'coffee', `192.0.2.${host}`, undefined, '16509');
  await vote(id, 'tea', '203.0.113.1');
  await counted(id, 11);
  const { body } = await until(
    () => owner.send<Suspicions>('GET', `/polls/${id}/suspicions`),
    (answer) => answer.body.state === 'ready',
  );
  assert.deepEqual(
    body.groups.map(({ group, responses }) => [group.replace(/:.*/, ''), responses]),
    [['network', 10]],
  );
  const [group] = body.groups;
  assert.ok(group);
  assert.ok(group.reasons.includes('hosted'));
  await owner.send('POST', `/polls/${id}/exclusions`, { body: { group: group.group } });
  await counted(id, 1, 10);
});
