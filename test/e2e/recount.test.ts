import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { tableName } from '../../contracts/names.ts';
import type { RecountReport } from '../../domain/tallies/recount-report.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let environment: Readonly<Record<string, string>>;
let database: DynamoDBDocumentClient;
const tallies = tableName('dev', 'tallies');

before(async () => {
  backend = await startBackend();
  environment = backend.runtime.environmentOf('recountPoll');
  database = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: environment.AWS_REGION,
      endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
});
after(async () => {
  database.destroy();
  await backend.stop();
});

/** Runs the command while the test goes on. */
async function recount(...words: readonly string[]) {
  const env = { ...process.env, ...environment };
  const command = spawn(process.execPath, ['tools/recount.ts', ...words], { env });
  const status = new Promise<number | null>((resolve) => command.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(command.stdout), text(command.stderr)]);
  return { stdout: stdout.trim(), stderr, status: await status };
}

/** Devices that vote one after the other, some of them twice, until they are told to stop. */
function keepVoting(pollId: string) {
  let voters = 0;
  let goesOn = true;
  const one = async () => {
    while (goesOn) {
      const voter = voters++;
      const token = await backend.voter.voterToken(pollId);
      for (const drink of voter % 4 === 0 ? ['tea', 'coffee'] : ['coffee']) {
        assert.equal((await backend.voter.respond(pollId, { drink }, token)).status, 202);
      }
    }
  };
  const lanes = Promise.all([one(), one(), one()]);
  return {
    /** @returns how many voted */
    async stop() {
      goesOn = false;
      await lanes;
      return voters;
    },
  };
}

const counted = (pollId: string, voters: number) =>
  until(
    () => backend.voter.results(pollId),
    ({ responses }) => responses >= voters,
  );

async function damage(pollId: string, deltas: Readonly<Record<string, number>>): Promise<void> {
  for (const [counter, delta] of Object.entries(deltas)) {
    await database.send(
      new UpdateCommand({
        TableName: tallies,
        Key: { pk: pollId, sk: 'total' },
        UpdateExpression: 'ADD #counter :delta',
        ExpressionAttributeNames: { '#counter': counter },
        ExpressionAttributeValues: { ':delta': delta },
      }),
    );
  }
}

const openPoll = () => backend.workspace.openPoll({ ...everyKind, policy: { changes: 'replace' } });

/** What a recount must not leave: the tally under it, or traces. */
async function assertTidy(pollId: string): Promise<void> {
  const { Item } = await database.send(new GetCommand({ TableName: tallies, Key: { pk: pollId, sk: 'total' } }));
  assert.equal(Item?.r, 0);
  const { Items = [] } = await database.send(new ScanCommand({ TableName: tallies }));
  assert.deepEqual(
    Items.map(({ pk }) => String(pk)).filter((pk) => pk.startsWith(`${pollId}#`)),
    [],
  );
}

test('a tally is proved while votes arrive, and nothing is left of it', async () => {
  const { id } = await openPoll();
  const voting = keepVoting(id);
  await counted(id, 20);
  const { stdout, stderr, status } = await recount('--poll', id);
  const voters = await voting.stop();
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^Equal: \d+ responses give what the tally holds\.$/);
  assert.equal((await counted(id, voters)).responses, voters);
  await assertTidy(id);
});

test('a damaged tally is told counter by counter, and rebuilt while votes arrive', async () => {
  const { id } = await openPoll();
  const voting = keepVoting(id);
  await counted(id, 20);
  await damage(id, { 'o:drink:tea': 5, 'o:drink:coffee': -3 });
  const told = await recount('--poll', id);
  assert.equal(told.status, 1, told.stdout + told.stderr);
  assert.match(
    told.stdout,
    /^counter +tally +recount\no:drink:coffee +\d+ +\d+\no:drink:tea +\d+ +\d+\nDifferent in 2 /,
  );
  let least = 0;
  const watching = { on: true };
  const watch = until(
    async () => {
      const { responses } = await backend.voter.results(id);
      assert.ok(responses >= least, `${responses} responses after ${least}`);
      least = responses;
    },
    () => !watching.on,
    60,
  );
  const rebuilt = await recount('--poll', id, '--rebuild');
  watching.on = false;
  await watch;
  const voters = await voting.stop();
  assert.equal(rebuilt.status, 0, rebuilt.stdout + rebuilt.stderr);
  assert.match(rebuilt.stdout, /\nRebuilt: 2 counters differed\.$/);
  const { responses, questions } = await counted(id, voters);
  assert.equal(responses, voters);
  assert.deepEqual(questions.drink, {
    kind: 'single',
    respondents: voters,
    skips: 0,
    counts: { tea: 0, coffee: voters, constructor: 0 },
  });
  assert.equal((await recount('--poll', id)).status, 0);
  await assertTidy(id);
});

test('a poll that nobody has answered is equal, and shows no time of a newest response', async () => {
  const { id } = await openPoll();
  const { stdout, status } = await recount('--poll', id);
  assert.equal(status, 0, stdout);
  assert.equal((await backend.voter.results(id)).asOf, undefined);
});

test('the worker gives the same report', async () => {
  const { id } = await openPoll();
  const voters = 5;
  for (let voter = 0; voter < voters; voter += 1) await backend.voter.respond(id, { drink: 'tea' });
  await counted(id, voters);
  await damage(id, { n: -2 });
  const [home] = backend.runtime.regions;
  assert.ok(home);
  const handler = async (event: object) => (await home.invoke('recountPoll', event)) as RecountReport;
  const differences = [{ counter: 'n', tally: voters - 2, recount: voters }];
  const report = { pollId: id, responses: voters, rounds: 2, differences };
  assert.deepEqual(await handler({ pollId: id, rebuild: false }), { ...report, outcome: 'different' });
  assert.deepEqual(await handler({ pollId: id, rebuild: true }), { ...report, outcome: 'rebuilt' });
  assert.equal((await handler({ pollId: id, rebuild: false, graceSeconds: 30 })).outcome, 'equal');
  await assert.rejects(handler({ pollId: 'nowhere', rebuild: false }), /There is no poll nowhere/);
  await assert.rejects(handler({ pollId: id } as never));
  assert.equal((await backend.voter.results(id)).responses, voters);
});

test('a daily sample proves polls drawn at random, and tells how many were right', async (t) => {
  const { id } = await openPoll();
  await backend.voter.respond(id, { drink: 'tea' });
  await counted(id, 1);
  Object.assign(process.env, environment);
  const { handler } = await import('../../functions/results/recount-poll.ts');
  const { write } = process.stdout;
  const lines: string[] = [];
  t.mock.method(process.stdout, 'write', (line: string, ...rest: never[]) => {
    if (!String(line).includes('RecountsEqual')) return write.call(process.stdout, line, ...rest);
    lines.push(line);
    return true;
  });
  const reports = await handler({ sample: true });
  assert.ok(reports.length >= 1 && reports.length <= 3, `${reports.length} polls`);
  const having = (outcome: string) => reports.filter((report) => report.outcome === outcome).length;
  const [told, ...more] = lines.map((line) => JSON.parse(line));
  assert.deepEqual(more, []);
  assert.deepEqual([told.RecountsEqual, told.RecountsDifferent], [having('equal'), having('different')]);
  assert.ok(having('equal') >= 1);
  // Once more in its own role, which may do no more than it needs.
  const inRole = (await backend.runtime.regions[0]?.invoke('recountPoll', { sample: true })) as readonly unknown[];
  assert.equal(inRole.length, reports.length);
});

test('wrong usage is told in one line and exit status 2, a poll that is not there in one and exit status 1', async () => {
  for (const words of [
    [],
    ['--poll'],
    ['--poll', 'x', '--grace', 'soon'],
    ['--poll', 'x', '--grace', '0'],
    ['--fly'],
  ]) {
    const { status, stderr } = await recount(...words);
    assert.equal(status, 2, words.join(' '));
    assert.match(stderr, /^recount: [^\n]+\n$/);
  }
  const { status, stderr } = await recount('--poll', 'nowhere');
  assert.equal(status, 1);
  assert.match(stderr, /^recount: The stage dev has no poll nowhere\.\n$/);
});
