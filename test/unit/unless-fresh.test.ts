import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { unlessFresh } from '../../lib/unless-fresh.ts';

test('a build runs again when something that it read or left has changed or is gone, and only then', (context) => {
  const root = mkdtempSync(join(tmpdir(), 'groundswell-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  let builds = 0;
  const build = () =>
    unlessFresh(root, 'stamp.json', () => {
      builds += 1;
      writeFileSync(join(root, 'output'), 'made');
      return { inputs: ['input'], outputs: ['output'] };
    });
  const input = join(root, 'input');
  writeFileSync(input, 'one');
  build();
  build();
  assert.equal(builds, 1);
  for (const change of [
    () => writeFileSync(input, 'longer'),
    () => utimesSync(input, 1, 1),
    () => rmSync(join(root, 'output')),
    () => writeFileSync(join(root, 'stamp.json'), 'damaged'),
    () => rmSync(input),
  ]) {
    const before: number = builds;
    change();
    build();
    build();
    assert.equal(builds, before + 1, change.toString());
  }
});
