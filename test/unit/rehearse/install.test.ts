import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { UsageError } from '../../../tools/command.ts';
import { readOptions } from '../../../tools/rehearse/arguments.ts';
import { installEmulator, NoEmulator } from '../../../tools/rehearse/install.ts';

test('without Python, one sentence says what is missing', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  assert.throws(
    () => installEmulator(join(folder, 'python'), join(folder, 'no-python')),
    (error) => error instanceof NoEmulator && /^The rehearsal needs Python .*ENOENT$/.test(error.message),
  );
});

test('both stages are rehearsed, or one by its name', () => {
  assert.deepEqual(readOptions([])?.stages, ['pr-1', 'production']);
  assert.deepEqual(readOptions(['--only', 'production'])?.stages, ['production']);
  assert.throws(() => readOptions(['--only', 'staging']), UsageError);
  assert.equal(readOptions(['--help']), undefined);
});
