import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../../../tools/replay/arguments.ts';
import { startFakeApi } from './fake-api.ts';
import { surveyFile, temporaryFolder } from './fixtures.ts';

const command = fileURLToPath(new URL('../../../tools/replay/replay.ts', import.meta.url));
const comma = ['--mapping', surveyFile('comma-survey.mapping.json'), '--responses', surveyFile('comma-survey.csv')];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  const env = { ...process.env, GROUNDSWELL_API_KEY: undefined, GROUNDSWELL_API: undefined };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...args], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

test('the comma survey replays with duplicates in random order, every count equal, and exits 0', async () => {
  await using server = await startFakeApi();
  const sending = ['--api', server.url, '--key', 'key', '--duplicate', '0.3', '--shuffle', '--seed', '5'];
  const { code, stdout, stderr } = await run(...comma, ...sending);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /1129 accepted, 0 refused, \d+ duplicates sent/);
  assert.match(stdout, /responses +1129 +1129\n/);
  assert.match(stdout, /\d+ counts compared, 0 differ\n$/);
});

test('a count that the API has wrong ends the replay with 1', async () => {
  await using server = await startFakeApi({ error: 1 });
  const { code, stdout } = await run(...comma, '--api', server.url, '--key', 'key');
  assert.equal(code, 1);
  assert.match(stdout, /differs by 1\n/);
});

test('wrong usage is one sentence on standard error and exits 2', async () => {
  const { code, stdout, stderr } = await run(...comma);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  assert.equal(stderr, 'replay: an API key is missing: give --key or set GROUNDSWELL_API_KEY\n');
});

test('a wrong API key exits 3', async () => {
  await using server = await startFakeApi();
  const { code, stderr } = await run(...comma, '--api', server.url, '--key', 'wrong');
  assert.equal(code, 3);
  assert.match(stderr, /\nreplay: the API refused the poll: 401 No valid API key\n$/);
});

test('the help names every exit status and exits 0', async () => {
  const { code, stdout } = await run('--help');
  assert.equal(code, 0);
  assert.match(stdout, /Exit status: 0 .*, 1 .*, 2 .*, 3 /);
});

test('every wrong argument is named', () => {
  const usage = (...args: string[]) => readArguments([...args, '--key', 'k'], {});
  const files = ['--poll', 'p.json', '--responses', 'r.csv'];
  assert.throws(() => usage('--poll', 'p.json'), /--responses FILE\.csv is missing/);
  assert.throws(() => usage('--responses', 'r.csv'), /--mapping or --poll is missing/);
  assert.throws(() => usage(...files, '--duplicate', '2'), /--duplicate must be a number from 0 to 1, not "2"/);
  assert.throws(() => usage(...files, '--rate', '0'), /--rate must be a number above 0, not "0"/);
  assert.throws(() => usage(...files, '--concurrency', '1.5'), /--concurrency must be a whole number above 0/);
  assert.throws(() => usage(...files, '--api', 'ftp://x'), /--api must be an http or https address/);
  assert.throws(() => usage(...files, '--speed', '3'), /Unknown option '--speed'/);
});

test('a poll file alone replays a file whose headers are its titles, and --strict refuses a value without a place', async () => {
  await using server = await startFakeApi();
  await using folder = await temporaryFolder();
  const options = [
    { id: 'a', label: 'Soup' },
    { id: 'b', label: 'Pie' },
  ];
  const question = { id: 'dish', kind: 'single', title: 'Dish', optional: true, options };
  const poll = await folder.write('poll.json', JSON.stringify({ title: 'Lunch', questions: [question] }));
  const responses = await folder.write('lunch.csv', 'Dish\nPie\nSoup\nFish\nPie\n');
  const args = ['--poll', poll, '--responses', responses, '--api', server.url, '--key', 'key'];
  const strict = await run(...args, '--strict');
  assert.equal(strict.code, 2);
  assert.equal(server.received.length, 0);
  const { code, stdout, stderr } = await run(...args);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /row 4, column 1: "Fish": no such option\n1 value can't be mapped and stays out\n/);
  assert.match(stdout, /responses +4 +4\n/);
  assert.match(stdout, /respondents +3 +3\n/);
  assert.match(stdout, /5 counts compared, 0 differ\n$/);
});
