import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Ballot } from '../../contracts/poll.ts';
import type { PollResults } from '../../contracts/results.ts';
import { nearestRegionHeader } from '../../local/front-door/front-door.ts';
import { seedKey } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let home: ApiClient;
let away: ApiClient;
before(async () => {
  backend = await startBackend({ regions: 2 });
  const [first, second] = backend.runtime.regions;
  home = new ApiClient(first?.url ?? '');
  away = new ApiClient(second?.url ?? '', await seedKey(backend.runtime));
});
after(() => backend.stop());

/** What both regions say of a poll, once they agree, with so many responses. */
async function agreed(pollId: string, responses: number): Promise<PollResults> {
  const [results] = await until(
    () => Promise.all([home.results(pollId), away.results(pollId)]),
    ([here, there]) =>
      here.responses === responses && JSON.stringify(here.questions) === JSON.stringify(there.questions),
  );
  return results;
}

/** Waits until a poll that was made in one region is known in the other. */
const known = (region: ApiClient, pollId: string) =>
  until(
    () => region.send<Partial<Ballot>>('GET', `/polls/${pollId}/ballot`),
    ({ body }) => body.state === 'open',
  );

test('what is answered in one region counts in both', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  await known(away, id);
  for (const region of [home, away, away]) {
    assert.equal((await region.respond(id, { drink: 'tea' })).status, 202);
  }
  const { questions } = await agreed(id, 3);
  assert.deepEqual(questions.drink, {
    kind: 'single',
    respondents: 3,
    skips: 0,
    counts: { tea: 3, coffee: 0, constructor: 0 },
  });
});

test('a voter token of one region is good in the other, and the voter still counts once', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  await known(away, id);
  const token = await home.voterToken(id);
  const answers = await Promise.all([
    home.respond(id, { drink: 'tea' }, token),
    away.respond(id, { drink: 'coffee' }, token),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [202, 202],
  );
  const { questions } = await agreed(id, 1);
  assert.equal(questions.drink?.kind === 'single' && questions.drink.respondents, 1);
});

test('while replication is held, each region counts its own, and both count all once it goes on', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  await known(away, id);
  backend.runtime.holdReplication(true);
  assert.equal((await home.respond(id, { drink: 'tea' })).status, 202);
  assert.equal((await away.respond(id, { drink: 'coffee' })).status, 202);
  for (const region of [home, away]) {
    await until(
      () => region.results(id),
      ({ responses }) => responses === 1,
    );
  }
  assert.ok(backend.runtime.pendingReplications() >= 2);
  backend.runtime.holdReplication(false);
  await agreed(id, 2);
});

test('while a region is down clients go on with the other, and it catches up when it is back', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  await known(away, id);
  const [, second] = backend.runtime.regions;
  const admin = async (action: string) =>
    assert.equal((await backend.voter.send('POST', `/_local/regions/${second?.name}/${action}`)).status, 200);
  // Accepted there, and perhaps not yet recorded when it goes down.
  assert.equal((await away.respond(id, { drink: 'tea' })).status, 202);
  await admin('stop');
  await assert.rejects(away.send('GET', `/polls/${id}/results`));
  const nearest = { [nearestRegionHeader]: second?.name ?? '' };
  const ballot = await backend.voter.send('GET', `/polls/${id}/ballot`, { headers: nearest });
  assert.equal(ballot.status, 200, 'the front door goes to the other region');
  assert.equal((await backend.voter.respond(id, { drink: 'coffee' })).status, 202);
  await admin('start');
  await agreed(id, 2);
});
