import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../support/until.ts';

/** The processes that work on a file below a folder, by their command lines. */
function workingBelow(folder: string): string[] {
  return readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(folder);
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}

const skip = process.platform === 'linux' ? false : 'the embedded DynamoDB and /proc are for Linux';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`a command that ${signal} ends leaves no server and no temporary folder behind`, { skip }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'groundswell-ending-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const env = { ...process.env, TMPDIR: folder };
    const child = spawn(process.execPath, ['test/support/command-with-dynamodb.ts'], { env });
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    assert.equal(readdirSync(folder).length, 1);
    assert.equal(workingBelow(folder).length, 1);
    child.kill(signal);
    const [exitCode] = await once(child, 'exit');
    assert.equal(exitCode, 128 + constants.signals[signal]);
    await until(
      async () => workingBelow(folder),
      (working) => working.length === 0,
    );
    assert.deepEqual(readdirSync(folder), []);
  });
}
