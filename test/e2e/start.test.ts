import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, type TestContext, test } from 'node:test';
import { assemblyOf } from '../../local/assemblies.ts';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { ApiClient } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundswell-start-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function start(t: TestContext, ...options: string[]): ChildProcess {
  const child = spawn(process.execPath, [resolve('local/start.ts'), ...options], { cwd: folder });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

/** What a start that fails says. */
async function failure(t: TestContext, ...options: string[]): Promise<{ exitCode: number; words: string }> {
  const child = start(t, ...options);
  assert.ok(child.stderr);
  const [words, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { exitCode, words };
}

test('a start prints an address, a key and a sample poll that work, and ends at Ctrl-C', async (t) => {
  const child = start(t, '--port', '0', '--enforce-iam');
  let printed = '';
  child.stdout?.on('data', (words) => {
    printed += words;
  });
  await until(
    async () => printed,
    (words) => words.includes('Ctrl-C'),
    60,
  );
  const url = /API +(http\S+)/.exec(printed)?.[1] ?? '';
  const key = /API key +(gsk_\S+)/.exec(printed)?.[1];
  const pollId = /Sample poll +(\S+)/.exec(printed)?.[1] ?? '';
  assert.ok(printed.includes(`Studio       ${url}/#key=${key}\n`), 'the studio takes the key from its address');
  assert.equal((await new ApiClient(url, key).send('GET', `/polls/${pollId}`)).status, 200);
  assert.equal((await new ApiClient(url).respond(pollId, { lunch: 'soup' })).status, 202);
  assert.equal(printed.includes('\u001b['), false, 'colours are for terminals only');
  child.kill('SIGINT');
  const [exitCode] = await once(child, 'exit');
  assert.equal(exitCode, 0);
});

test('Ctrl-C while it still starts ends it without a word of error', async (t) => {
  const child = start(t, '--port', '0');
  assert.ok(child.stderr && child.stdout);
  const [errors, exited] = [text(child.stderr), once(child, 'exit')];
  let printed = '';
  child.stdout.on('data', (words) => {
    printed += words;
    if (printed.includes('Started eu-central-1')) child.kill('SIGINT');
  });
  const [exitCode] = await exited;
  assert.equal(await errors, '');
  assert.ok(exitCode === 0 || exitCode === 130, String(exitCode));
});

test('a port in use is one sentence', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { exitCode, words } = await failure(t, '--port', port);
  assert.equal(exitCode, 1);
  assert.match(words, new RegExp(`^Port ${port} is in use: .*\\n$`));
});

test('a bad stage name is a sentence that says which names there are', async (t) => {
  const { exitCode, words } = await failure(t, '--stage', 'Prod!');
  assert.equal(exitCode, 1);
  assert.match(words, /There is no stage "Prod!"\. Use dev, staging, production/);
  assert.doesNotMatch(words, /\n\s+at /);
});

test('an unknown option and a port that is none are refused', async (t) => {
  assert.equal((await failure(t, '--porte', '1')).exitCode, 2);
  const { exitCode, words } = await failure(t, '--port', 'x');
  assert.equal(exitCode, 1);
  assert.match(words, /--port takes a whole number/);
});

test('a bundle that can not be loaded is named with its cause', async (t) => {
  const assemblyFolder = join(folder, 'broken');
  cpSync(await assemblyOf('dev', 1), assemblyFolder, { recursive: true });
  // Some assets are layers, and some functions run on AWS alone.
  const bundles = [...readAssembly(assemblyFolder).assets.values()].map((asset) => join(asset, 'index.mjs'));
  for (const bundle of bundles.filter((bundle) => existsSync(bundle)))
    writeFileSync(bundle, 'throw new Error("broken on purpose");');
  const start = async () => t.after((await startBackend({ assemblyFolder })).stop);
  await assert.rejects(start, /The function \w+ can't be loaded: broken on purpose/);
});

test('with a data folder, polls and results outlive the program', async (t) => {
  const dataFolder = join(folder, 'data');
  const first = await startBackend({ dataFolder });
  t.after(first.stop);
  const poll = await first.workspace.openPoll({
    title: 'Kept',
    questions: [{ id: 'q', kind: 'single', title: 'Q', options: [{ id: 'a', label: 'A' }] }],
  });
  const token = await first.voter.voterToken(poll.id);
  await first.voter.respond(poll.id, { q: 'a' });
  await until(
    () => first.voter.results(poll.id),
    (seen) => seen.responses === 1,
  );
  await first.stop();

  const second = await startBackend({ dataFolder });
  t.after(second.stop);
  assert.equal((await second.voter.results(poll.id)).responses, 1);
  assert.equal((await second.voter.respond(poll.id, { q: 'a' }, token)).status, 202, 'tokens stay valid');
  await until(
    () => second.voter.results(poll.id),
    (seen) => seen.responses === 2,
  );
});
