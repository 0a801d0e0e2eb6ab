import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { caseNames, readOptions } from '../../../tools/bench/arguments.ts';
import { UsageError } from '../../../tools/command.ts';

const command = fileURLToPath(new URL('../../../tools/bench/bench.ts', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });

test('the cases are run in their own order, all of them unless some are named', () => {
  assert.deepEqual(readOptions([]), { only: caseNames, full: false, viewers: 5_000, json: undefined });
  assert.deepEqual(readOptions(['--only', 'warm,fold', '--full'])?.only, ['fold', 'warm']);
  assert.equal(readOptions(['--help']), undefined);
  assert.throws(() => readOptions(['--only', 'warm,speed']), UsageError);
});

test('a case prints its table and nothing else, and every run goes into the file', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'bench.json');
  const { status, stdout, stderr } = run('--only', 'fold', '--json', file);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.match(stdout, /^fold, records a second of one core +[\d,]+ \/s .*≥ 300,000 \/s +[✓✗]$/m);
  const { measured } = JSON.parse(readFileSync(file, 'utf8'));
  const [figure] = measured.fold;
  assert.ok(figure.value.runs.length > 1);
  assert.equal(figure.value.runs.length, figure.baseline.value.runs.length);
});

test('a wrong argument is told from a bench that can not run', () => {
  const wrong = run('--only', 'speed');
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^bench: --only takes cold, .*, not "speed"\.\n$/);
  assert.equal(run('--json').status, 2);
  assert.equal(run('--only', 'fold', '--json', join(command, 'no-folder')).status, 1);
});
