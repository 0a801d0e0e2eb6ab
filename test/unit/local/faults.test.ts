import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Faults, faultKinds, presets, readChaos } from '../../../local/chaos/faults.ts';
import { until } from '../../support/until.ts';
import { throwsExplained } from './explained.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundswell-chaos-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const half = readChaos(write({ callFails: 0.5, batchRepeated: 0.5 }));

function write(content: unknown): string {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const draws = (faults: Faults, times: number) => Array.from({ length: times }, () => faults.happens('callFails'));

test('the same seed draws the same faults of a kind, whatever other kinds draw in between', () => {
  const [one, other] = [new Faults(half, 7), new Faults(half, 7)];
  const first = draws(one, 200);
  const second = Array.from({ length: 200 }, () => {
    other.happens('batchRepeated');
    return other.happens('callFails');
  });
  assert.deepEqual(first, second);
  assert.notDeepEqual(first, draws(new Faults(half, 8), 200));
});

test('a fault happens about as often as its probability says, and is counted each time', () => {
  const faults = new Faults(half, 1);
  const happened = draws(faults, 10_000).filter(Boolean).length;
  assert.ok(happened > 4_800 && happened < 5_200, String(happened));
  assert.deepEqual(faults.counts, { callFails: happened });
});

test('a throttle goes on at its place for a while, longer than the SDK tries', async () => {
  const faults = new Faults(readChaos(write({ callThrottled: 0.02 })), 3);
  await until(
    async () => faults.goesOn('callThrottled', 'here'),
    (begun) => begun,
  );
  const begun = faults.counts.callThrottled;
  assert.equal(faults.goesOn('callThrottled', 'here'), true);
  assert.equal(faults.counts.callThrottled, begun, 'it is still the same one');
  await until(
    async () => faults.goesOn('callThrottled', 'here'),
    (goesOn) => !goesOn,
  );
});

test('what the chaos leaves out never happens, and nothing happens after its end', () => {
  const faults = new Faults(half, 1);
  assert.equal(faults.happens('messageRepeated'), false);
  assert.deepEqual(faults.disordered([1, 2, 3]), [1, 2, 3]);
  faults.end();
  assert.equal(draws(faults, 100).includes(true), false);
});

test('harsh chaos has every kind of fault, and puts messages out of order without losing any', () => {
  for (const kind of faultKinds) assert.ok((presets.harsh?.[kind] ?? 0) > 0, kind);
  const numbers = Array.from({ length: 50 }, (_, index) => index);
  const disordered = new Faults(readChaos('harsh'), 1).disordered(numbers);
  assert.notDeepEqual(disordered, numbers);
  assert.deepEqual(
    [...disordered].sort((a, b) => a - b),
    numbers,
  );
});

test('chaos that is none is refused in words that say what can be given', () => {
  const wrong = [join(folder, 'absent.json'), write({ callFails: 2 }), write({ callExplodes: 0.1 }), write([])];
  for (const file of wrong) throwsExplained(() => readChaos(file), '--chaos takes none, mild, harsh or a JSON file: ');
});

test('faults come and go as they are told, those of before with them', () => {
  const faults = new Faults(readChaos('none'), 1);
  assert.equal(faults.happens('functionFails'), false);
  faults.become({ functionFails: 1 });
  assert.deepEqual([faults.happens('functionFails'), faults.happens('functionSlow')], [true, false]);
  faults.become({ functionSlow: 1, callFails: 1 });
  assert.deepEqual([faults.happens('functionFails'), faults.happens('functionSlow')], [false, true]);
  assert.equal(faults.goesOn('callFails', 'here'), true);
  faults.become({});
  assert.equal(faults.goesOn('callFails', 'here'), false, 'what has begun ends, too');
});
