import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PollView } from '../../contracts/poll.ts';
import { bundleFunctions } from '../../lib/bundles.ts';
import { bundlePages } from '../../lib/pages.ts';
import { addStage } from '../../lib/stage.ts';
import { appOf } from '../support/app.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { testStage } from '../support/configuration.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

const minute = 60_000;
const outdir = mkdtempSync(join(tmpdir(), 'groundswell-audience-'));
let backend: Backend;
before(async () => {
  bundleFunctions();
  bundlePages();
  const app = appOf(outdir);
  addStage(app, { ...testStage('dev'), warmInstances: { least: 1, most: 150 } });
  app.synth();
  backend = await startBackend({ assemblyFolder: outdir });
});
after(async () => {
  await backend.stop();
  rmSync(outdir, { recursive: true, force: true });
});

const region = () => {
  const [home] = backend.runtime.regions;
  assert.ok(home);
  return home.servers;
};
/** Of audiences; announcements have a group of their own. */
const schedules = () => {
  const [group, names] = ['groundswell-dev/', Object.keys(region().scheduler.pending())];
  return names.filter((name) => name.startsWith(group)).map((name) => name.slice(group.length));
};
/** What scalable targets were told: the least and the most instances. */
const told = () =>
  region().capacity.registrations.map(({ target, least, most }) => [
    target.replace(/^.*Service|Function.{8}:/g, ' '),
    least,
    most,
  ]);

test('a poll for a big audience is made ready for at its time, and its warm instances are given back afterwards', async () => {
  const opensAt = Date.now() + 24 * 60 * minute;
  const created = await backend.workspace.send<PollView>('POST', '/polls', {
    body: {
      ...everyKind,
      audience: 60_000,
      opensAt: new Date(opensAt).toISOString(),
      closesAt: new Date(opensAt + 10 * minute).toISOString(),
    },
  });
  const { id } = created.body;
  await until(
    async () => schedules().sort(),
    (names) => names.length === 3,
  );
  assert.deepEqual(schedules().sort(), [`${id}-prepare`, `${id}-prepare-again`, `${id}-release`]);

  await region().scheduler.fireUntil(opensAt - 31 * minute);
  assert.deepEqual(told(), [], 'too early');
  await region().scheduler.fireUntil(opensAt - 29 * minute);
  // The stage lets 2,000 votes a second through, and ten calls a second go to an instance; 150 may be warm.
  const wanted = [
    [' submitResponse live', 150, 150],
    [' getBallot live', 150, 150],
  ];
  assert.deepEqual(told(), wanted);
  assert.deepEqual([...region().capacity.warmWrites], [], 'a new table takes as much');
  assert.deepEqual(schedules().sort(), [`${id}-prepare-again`, `${id}-release`], 'what was done deletes itself');
  await region().scheduler.fireUntil(opensAt - 9 * minute);
  assert.deepEqual(told().slice(2), wanted, 'once more, as a deployment may have kept the first call from it');
  assert.deepEqual(schedules(), [`${id}-release`]);

  await region().scheduler.fireUntil(opensAt + 16 * minute);
  // First no more than the least, which takes back what nobody calls any more, and then the stage's range again.
  assert.deepEqual(told().slice(4), [
    [' submitResponse live', 1, 1],
    [' submitResponse live', 1, 150],
    [' getBallot live', 1, 1],
    [' getBallot live', 1, 150],
  ]);
  assert.deepEqual(schedules(), []);
});

test('an edit moves the schedules, and a deletion takes them away', async () => {
  const opensAt = new Date(Date.now() + 24 * 60 * minute).toISOString();
  const created = await backend.workspace.send<PollView>('POST', '/polls', {
    body: { ...everyKind, audience: 60_000, opensAt },
  });
  const path = `/polls/${created.body.id}`;
  const name = `groundswell-dev/${created.body.id}-prepare`;
  const prepareAt = await until(
    async () => region().scheduler.pending()[name],
    (at) => at !== undefined,
  );
  const later = new Date(Date.parse(opensAt) + 60 * minute).toISOString();
  await backend.workspace.send('PATCH', path, {
    body: { opensAt: later },
    headers: { 'if-match': created.headers.get('etag') ?? '' },
  });
  await until(
    async () => region().scheduler.pending()[name],
    (at) => at === (prepareAt ?? 0) + 60 * minute,
  );
  assert.equal((await backend.workspace.send('DELETE', path)).status, 204);
  await until(
    async () => schedules(),
    (names) => names.length === 0,
  );
});

test('a poll without an audience has no schedules', async () => {
  // Planned by the same stream, in its order: when the second has its schedules, the first has been looked at.
  const opensAt = new Date(Date.now() + 24 * 60 * minute).toISOString();
  const small = await backend.workspace.send<PollView>('POST', '/polls', { body: { ...everyKind, opensAt } });
  const big = await backend.workspace.send<PollView>('POST', '/polls', {
    body: { ...everyKind, opensAt, audience: 20_000 },
  });
  await until(
    async () => schedules(),
    (names) => names.some((name) => name.startsWith(big.body.id)),
  );
  assert.ok(!schedules().some((name) => name.startsWith(small.body.id)));
});
