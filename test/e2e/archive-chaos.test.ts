import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { View } from '../../contracts/insight-job.ts';
import type { PollView } from '../../contracts/poll.ts';
import type { ArchiveJob } from '../../domain/archive/archive-job.ts';
import { Faults, presets } from '../../local/chaos/faults.ts';
import { leaseKey } from '../../stores/insight-item.ts';
import { redrive } from '../../tools/soak/system.ts';
import type { Answer } from '../support/api.ts';
import { Archives } from '../support/archives.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

const voters = 24;
assert.ok(presets.harsh);
const faults = new Faults(presets.harsh, Math.floor(Math.random() * 65_536));
let backend: Backend;
let archives: Archives;
before(async () => {
  backend = await startBackend({ faults });
  archives = new Archives(backend);
});
after(async () => {
  archives?.stop();
  await backend?.stop();
});

/** Sends a request until the platform lets it through, and the poll is at rest. */
async function insist<T>(method: string, path: string, request: Parameters<Backend['workspace']['send']>[2] = {}) {
  const isOver = ({ status }: Answer<T>) => status < 500 && status !== 409;
  return (await until(() => backend.workspace.send<T>(method, path, request), isOver, 120)).body;
}

async function jobOf(id: string): Promise<ArchiveJob | undefined> {
  const place = { TableName: archives.environment.POLLS_TABLE, Key: { pk: `POLL#${id}`, sk: 'ARCHIVE' } };
  return (await archives.database.send(new GetCommand({ ...place, ConsistentRead: true }))).Item?.job;
}

/** The time of whoever died with the archive or its insights in hand is over: minutes that a test can't wait. */
async function endLeases(id: string): Promise<void> {
  const { POLLS_TABLE, TALLIES_TABLE } = archives.environment;
  const views: View[] = [{ kind: 'overview' }, { kind: 'answers', question: 'words' }];
  for (const view of views) {
    await archives.database.send(new DeleteCommand({ TableName: TALLIES_TABLE, Key: leaseKey(id, view) }));
  }
  await archives.database.send(
    new UpdateCommand({
      TableName: POLLS_TABLE,
      Key: { pk: `POLL#${id}`, sk: 'ARCHIVE' },
      UpdateExpression: 'SET job.busyUntil = :never',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':never': 0 },
    }),
  );
}

/** Has an archive made, or restored, while its worker is killed again and again. */
async function drive(id: string, action: 'archive' | 'restore', isDone: (job?: ArchiveJob) => boolean): Promise<void> {
  await insist('POST', `/polls/${id}/${action}`);
  let last: { version: number | undefined; looks: number } = { version: undefined, looks: 0 };
  for (let looks = 0; looks < 3_000; looks += 1) {
    const job = await jobOf(id);
    if (isDone(job)) return;
    assert.notEqual(job?.state, 'failed', job?.reason);
    if (looks % 9 === 0 && looks < 60) await backend.runtime.kill('workArchive');
    last = { version: job?.version, looks: job?.version === last.version ? last.looks + 1 : 0 };
    // Nothing has moved for a while: the worker died, or its message ended among the dead letters.
    if (last.looks > 20) {
      await endLeases(id).catch(() => undefined);
      for (const region of backend.runtime.regions) await redrive(region);
      await backend.workspace.send('POST', `/polls/${id}/${action}`);
      last.looks = 0;
    }
    await pause(50);
  }
  assert.fail(`${action} comes to no end: ${JSON.stringify(await jobOf(id))}`);
}

const erase = (id: string, responseId: string | undefined) => insist('DELETE', `/polls/${id}/voters/${responseId}`);

/** Waits for results to count so many, with what lies among the dead letters put back to work. */
const counted = (id: string, responses: number) =>
  until(
    async () => {
      for (const region of backend.runtime.regions) await redrive(region);
      return backend.voter.results(id);
    },
    (results) => results.responses === responses,
    120,
  );

async function closedPoll(): Promise<{ id: string; sent: string[] }> {
  const created = await insist<PollView>('POST', '/polls', { body: everyKind });
  const { id } = created;
  await insist('POST', `/polls/${id}/open`);
  const sent = await Promise.all(
    Array.from({ length: voters }, async (_, voter) => {
      const devices = () => backend.voter.send<{ voterToken: string }>('POST', `/polls/${id}/devices`);
      const { body } = await until(devices, ({ status }) => status < 300, 120);
      const answers = { drink: voter % 2 ? 'tea' : 'coffee', words: `voter ${voter}` };
      const { body: accepted } = await until(
        () => backend.voter.respond(id, answers, body.voterToken),
        ({ status }) => status === 202,
        120,
      );
      return accepted.responseId;
    }),
  );
  await counted(id, voters);
  await insist('POST', `/polls/${id}/close`);
  await archives.closeBefore(id, 40);
  return { id, sent };
}

test('on a harsh platform, with its worker killed again and again, an archive has exactly what the results count', async () => {
  await Promise.all(
    [0, 1].map(async (poll) => {
      const { id, sent } = await closedPoll();
      // One goes before, one meanwhile or right after, one from the archive.
      await erase(id, sent[0]);
      await Promise.all([
        drive(id, 'archive', (job) => job?.state === 'archived'),
        ...(poll === 0 ? [pause(300).then(() => erase(id, sent[1]))] : []),
      ]);
      if (poll === 1) await erase(id, sent[1]);
      await archives.sweep();
      await erase(id, sent[2]);
      const left = voters - 3;
      const { questions } = await counted(id, left);
      const archived = await archives.archivedOf(id);
      assert.equal(new Set(archived.map(({ responseId }) => responseId)).size, left);
      assert.equal(archived.length, left);
      const job = await jobOf(id);
      assert.equal(job?.manifest?.responses, left);
      assert.equal(job?.counters.n, left);
      const drinks = archived.map(({ answers }) => answers.drink);
      const teas = drinks.filter((answer) => answer && 's' in answer && answer.s === 'tea').length;
      assert.ok(questions.drink?.kind === 'single');
      assert.equal(questions.drink.counts.tea, teas);

      await drive(id, 'restore', (restored) => restored === undefined);
      const stored = (await archives.storedOf(id)).filter((item) => 'a' in item);
      const ids = (items: readonly string[]) => [...items].sort();
      assert.equal(stored.length, left);
      // A request whose answer was lost may have been sent twice: the voter's first response counts.
      assert.deepEqual(ids(stored.map(({ i }) => String(i))), ids(archived.map(({ responseId }) => responseId)));
      await counted(id, left);
      assert.equal(await archives.recount(id), 'equal');
    }),
  );
  faults.end();
  const died = (faults.counts.functionDiesBefore ?? 0) + (faults.counts.functionDiesAfter ?? 0);
  assert.ok(died + (faults.counts.callAnswerLost ?? 0) > 0, 'the platform was not harsh at all');
});
