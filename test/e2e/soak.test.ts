import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

async function soak(...options: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['tools/soak/soak.ts', ...options]);
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { exitCode, stdout, stderr };
}

test('two regions come through harsh chaos with every accepted vote counted once', async () => {
  const options = ['--votes', '2000', '--polls', '8', '--regions', '2', '--chaos', 'harsh', '--seed', '20'];
  const { exitCode, stdout, stderr } = await soak(...options);
  assert.equal(exitCode, 0, stdout + stderr);
  assert.match(stdout, /^Differences +0$/m);
  assert.match(stdout, /^Leaks +0$/m);
  assert.match(stdout, /^Lines of logs scanned +\d{4,}$/m);
  // A soak in which nothing went wrong proves nothing.
  for (const fault of ['messageRepeated', 'functionDiesAfter', 'batchRepeated', 'callFails', 'replicationDelayed']) {
    assert.match(stdout, new RegExp(`^Fault ${fault} +[1-9]`, 'm'));
  }
});

test('options that can not be are told in one line and exit status 2', async () => {
  for (const options of [['--votes', 'many'], ['--votes', '5', '--voters', '6'], ['--nonsense']]) {
    const { exitCode, stderr } = await soak(...options);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^soak: [^\n]+\n$/);
  }
});
