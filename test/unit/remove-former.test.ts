import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeFormer } from '../../lib/remove-former.ts';

test('what former sources made is removed, and neither what is there now nor what is being written', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-former-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const kept = ['index-5LEHI6TJ.js', 'index-AAAAAAAA.js.123', 'index.html'];
  for (const name of [...kept, 'index-AAAAAAAA.js', 'index-BBBBBBBB.css']) writeFileSync(join(folder, name), '');
  removeFormer(folder, ['/elsewhere/index-5LEHI6TJ.js']);
  assert.deepEqual(readdirSync(folder).sort(), kept.sort());
});
