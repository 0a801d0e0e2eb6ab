import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { heartbeatPartition, restoreTestPrefix, type TableName, tableName } from '../../contracts/names.ts';
import { restMs } from '../../domain/recovery/validate-restore.ts';
import { seedKey } from '../../local/seed.ts';
import { DynamoKeptTallies } from '../../stores/dynamo-kept-tallies.ts';
import { probeKeys } from '../../stores/response-item.ts';
import { tallyKey } from '../../stores/tally-item.ts';
import { smoke } from '../../tools/smoke/smoke-test.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { startFakeAwsBackup } from '../support/fake-aws-backup.ts';
import { fakeRestoreOf, itemsOf } from '../support/fake-restore.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let fakeAwsBackup: Awaited<ReturnType<typeof startFakeAwsBackup>>;
let database: DynamoDBDocumentClient;
let environment: Readonly<Record<string, string>>;
let validate: (event: unknown) => Promise<void>;
let restores = 0;

before(async () => {
  [backend, fakeAwsBackup] = await Promise.all([startBackend(), startFakeAwsBackup()]);
  environment = backend.runtime.environmentOf('recountPoll');
  database = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: environment.AWS_REGION,
      endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  // The worker's tables are those of the recount; the Recovery stack has no part on a laptop.
  Object.assign(process.env, environment, { AWS_ENDPOINT_URL_BACKUP: fakeAwsBackup.endpoint });
  ({ handler: validate } = await import('../../functions/recovery/validate-restore.ts'));
});
after(async () => {
  database.destroy();
  await Promise.all([backend.stop(), fakeAwsBackup.stop()]);
});

const fakeRestore = (table: TableName) =>
  fakeRestoreOf(database, tableName('dev', table), `${restoreTestPrefix}${restores++}`);

/** Runs the worker on a restored table. @param backedUpAt by default late enough for all to have been at rest */
async function validationOf(table: TableName, restoredTable: string, backedUpAt = Date.now() + 2 * restMs) {
  const jobId = `job-of-${restoredTable}`;
  fakeAwsBackup.jobs.set(jobId, { sourceTable: tableName('dev', table), restoredTable, backedUpAt });
  await validate({ source: 'aws.backup', detail: { restoreJobId: jobId, status: 'COMPLETED' } });
  const { ValidationStatus, ValidationStatusMessage, ...of } = fakeAwsBackup.validations.pop() ?? { jobId: '' };
  assert.equal(of.jobId, jobId);
  return `${ValidationStatus}: ${ValidationStatusMessage}`;
}

/** A poll in which six have voted, all counted. */
async function votedPoll(): Promise<string> {
  const { id } = await backend.workspace.openPoll(everyKind);
  for (const drink of ['tea', 'tea', 'coffee', 'coffee', 'coffee', 'constructor']) {
    assert.equal((await backend.voter.respond(id, { drink })).status, 202);
  }
  await counted(id, 6);
  return id;
}

const counted = (id: string, responses: number) =>
  until(
    () => backend.voter.results(id),
    (results) => results.responses === responses,
  );

async function keyOfOne(table: string, pollId: string) {
  for await (const { pk, sk } of itemsOf(database, table)) if (String(pk).startsWith(`${pollId}#`)) return { pk, sk };
  throw new Error(`${table} has nothing of ${pollId}`);
}

/** Lets home make a heartbeat, and waits until its stream has brought it into the Tallies table. */
async function heartbeat(): Promise<string> {
  const partition = heartbeatPartition(environment.AWS_REGION ?? '');
  assert.equal((await backend.voter.send('GET', '/health')).status, 200);
  await until(
    async () => (await database.send(new ScanCommand({ TableName: tableName('dev', 'tallies') }))).Items ?? [],
    (items) => items.some(({ pk }) => pk === partition.slice(0, partition.lastIndexOf('#'))),
  );
  return partition;
}

test('a stage of which only smoke tests and heartbeats know is validated', async () => {
  const key = await seedKey(backend.runtime);
  await smoke({ url: backend.runtime.apiUrl, key, tell: () => undefined, patience: 60 });
  await heartbeat();
  for (const table of ['polls', 'responses', 'tallies'] as const) {
    assert.equal(
      await validationOf(table, await fakeRestore(table)),
      'SUCCESSFUL: No poll of the stage has counted anything: there is nothing to compare.',
    );
  }
  const kept: string[] = [];
  for await (const page of new DynamoKeptTallies(database, tableName('dev', 'tallies')).all()) {
    kept.push(...page.map(({ pollId }) => pollId));
  }
  // The smoke test's own, which goes with its poll, and not the heartbeat's.
  assert.ok(kept.length <= 1, kept.join());
});

test('a table that was restored as it was is validated, each in its way', async () => {
  await votedPoll();
  for (const table of ['polls', 'responses', 'tallies'] as const) {
    assert.match(
      await validationOf(table, await fakeRestore(table)),
      /^SUCCESSFUL: [1-9]\d* of \d+ polls compared, all/,
      table,
    );
  }
});

test('a response that is missing, changed or too much fails the restore, and the poll is named', async () => {
  const id = await votedPoll();
  const expected = new RegExp(`^FAILED: .* different: ${id}\\.$`);
  const damages = [
    (TableName: string, Key: Record<string, unknown>) => database.send(new DeleteCommand({ TableName, Key })),
    (TableName: string, Key: Record<string, unknown>) =>
      database.send(new PutCommand({ TableName, Item: { ...Key, i: 'x', t: 1, a: { drink: { s: 'other' } } } })),
    (TableName: string, { pk }: Record<string, unknown>) =>
      database.send(new PutCommand({ TableName, Item: { pk, sk: 'x', i: 'x', t: 1, a: { drink: { s: 'tea' } } } })),
  ];
  for (const damage of damages) {
    const restored = await fakeRestore('responses');
    await damage(restored, await keyOfOne(restored, id));
    assert.match(await validationOf('responses', restored), expected);
  }
});

test('a tally that is another one, and a poll with another question, fail the restore', async () => {
  const id = await votedPoll();
  const changes = [
    { table: 'tallies', Key: { pk: id, sk: 'total' }, names: { '#a': 'n' }, path: '#a' },
    { table: 'polls', Key: { pk: `POLL#${id}`, sk: 'POLL' }, names: { '#a': 'poll', '#b': 'title' }, path: '#a.#b' },
  ] as const;
  for (const { table, Key, names, path } of changes) {
    const restored = await fakeRestore(table);
    await database.send(
      new UpdateCommand({
        TableName: restored,
        Key,
        UpdateExpression: `SET ${path} = :other`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':other': 99 },
      }),
    );
    assert.match(await validationOf(table, restored), new RegExp(`^FAILED: .* different: ${id}\\.$`), table);
  }
});

test('an empty table fails the restore', async () => {
  await votedPoll();
  const restored = await fakeRestore('responses');
  for await (const { pk, sk } of itemsOf(database, restored)) {
    await database.send(new DeleteCommand({ TableName: restored, Key: { pk, sk } }));
  }
  assert.match(await validationOf('responses', restored), /^FAILED: .* different: /);
});

test('what was counted less than an hour before the backup is not compared, and nothing compared is not passed', async () => {
  await votedPoll();
  const restored = await fakeRestore('responses');
  assert.match(
    await validationOf('responses', restored, Date.now()),
    /^FAILED: None of \d+ polls could be compared\.$/,
  );
});

test('a job of another table, or of none that is known, throws', async () => {
  fakeAwsBackup.jobs.set('other', { sourceTable: 'other', restoredTable: 'x', backedUpAt: 0 });
  await assert.rejects(validate({ detail: { restoreJobId: 'other' } }), /No check is known for the table other/);
  await assert.rejects(validate({ detail: { restoreJobId: 'unknown' } }), /InvalidParameterValueException|Unknown/);
  await assert.rejects(validate({ detail: {} }));
  assert.equal(fakeAwsBackup.validations.length, 0);
});

/** Runs the command. */
function runPutBack(...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/put-back.ts', ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { stdout: stdout.trim(), stderr, status };
}

test('responses and a poll that were deleted by a slip are put back, and the tally follows by itself', async () => {
  const id = await votedPoll();
  const [polls, responses] = [await fakeRestore('polls'), await fakeRestore('responses')];
  const live = tableName('dev', 'responses');
  for await (const { pk, sk } of itemsOf(database, live)) {
    if (String(pk).startsWith(`${id}#`)) await database.send(new DeleteCommand({ TableName: live, Key: { pk, sk } }));
  }
  await counted(id, 0);
  const { Items = [] } = await database.send(new ScanCommand({ TableName: tableName('dev', 'polls') }));
  for (const { pk, sk } of Items.filter((item) => item.pk === `POLL#${id}` || item.sk === `POLL#${id}`)) {
    await database.send(new DeleteCommand({ TableName: tableName('dev', 'polls'), Key: { pk, sk } }));
  }
  // Whoever puts a poll back finds that what followed from its deletion is over.
  await until(
    async () =>
      (await database.send(new GetCommand({ TableName: tableName('dev', 'tallies'), Key: tallyKey(id) }))).Item,
    (tally) => tally === undefined,
  );
  const pollBack = runPutBack('--table', 'polls', '--from', polls, '--poll', id);
  assert.equal(pollBack.stdout, 'Put back 2 items; 0 were there, 0 have expired, 0 left out.', pollBack.stderr);
  await counted(id, 0);
  const { stdout, status } = runPutBack('--table', 'responses', '--from', responses, '--poll', id);
  assert.deepEqual([stdout, status], ['Put back 6 items; 0 were there, 0 have expired, 0 left out.', 0]);
  const { questions } = await counted(id, 6);
  assert.deepEqual(questions.drink, {
    kind: 'single',
    respondents: 6,
    skips: 0,
    counts: { tea: 2, coffee: 3, constructor: 1 },
  });
  const again = runPutBack('--table', 'responses', '--from', responses, '--poll', id);
  assert.equal(again.stdout, 'Put back 0 items; 6 were there, 0 have expired, 0 left out.');
});

async function allOf(table: string) {
  const items: Record<string, unknown>[] = [];
  for await (const item of itemsOf(database, table)) items.push(item);
  return items;
}

/** Heartbeats of this stage's own region, and marks of events that were told. */
const isOfRegion = ({ pk, sk }: Record<string, unknown>) => sk === 'HEARTBEAT' || /^EVENT#/.test(String(pk));

test('a whole table is put back without what says how a region was', async () => {
  const id = await votedPoll();
  const region = environment.AWS_REGION;
  const expiresAt = Math.ceil(Date.now() / 1_000) + 3_600;
  const left = {
    polls: [
      { pk: `REGION#${region}`, sk: 'SWITCH', out: true },
      { pk: `AUDIENCE#${region}`, sk: `PLAN#${id}`, plan: { pollId: id }, expiresAt },
      { pk: 'NEW#x', sk: 'y' },
    ],
    responses: [
      { pk: heartbeatPartition('elsewhere'), sk: 'HEARTBEAT', at: 1, foldedBefore: '[]' },
      ...probeKeys({ partition: 0, name: 'x' }).map((sk) => ({ pk: `${id}#0`, sk, expiresAt })),
    ],
  };
  const everyPrefix = { polls: /^(KEY|POLL|WORKSPACE|AUDIT)#/, responses: new RegExp(`^${id}#`) };
  for (const table of ['polls', 'responses'] as const) {
    const [live, restored] = [tableName('dev', table), await fakeRestore(table)];
    const backup = await allOf(restored);
    // These come and go by themselves, and may have done so since.
    const ofOthers = (items: readonly Record<string, unknown>[]) => items.filter((item) => !isOfRegion(item));
    for (const Item of left[table]) await database.send(new PutCommand({ TableName: restored, Item }));
    const before = ofOthers(await allOf(live));
    const lost = before.filter(({ pk }) => everyPrefix[table].test(String(pk)));
    for (const { pk, sk } of lost) await database.send(new DeleteCommand({ TableName: live, Key: { pk, sk } }));
    const { stdout, stderr } = runPutBack('--table', table, '--from', restored);
    const there = ofOthers(backup).length - lost.length;
    const leftOut = left[table].length + backup.filter(isOfRegion).length;
    assert.equal(
      stdout,
      `Put back ${lost.length} items; ${there} were there, 0 have expired, ${leftOut} left out.`,
      stderr,
    );
    const keysOf = (items: readonly Record<string, unknown>[]) => items.map(({ pk, sk }) => `${pk} ${sk}`).sort();
    assert.deepEqual(keysOf(ofOthers(await allOf(live))), keysOf(before), table);
  }
  await counted(id, 6);
});

test('wrong usage of put-back is told in one line', () => {
  for (const words of [[], ['--table', 'tallies', '--from', 'x'], ['--table', 'polls'], ['--fly']]) {
    const { status, stderr } = runPutBack(...words);
    assert.equal(status, 2, words.join(' '));
    assert.match(stderr, /^put-back: [^\n]+\n$/);
  }
  const { status, stderr } = runPutBack('--table', 'polls', '--from', tableName('dev', 'polls'));
  assert.deepEqual([status, stderr], [2, 'put-back: --from is the live table itself.\n']);
});
