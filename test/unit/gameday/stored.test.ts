import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Faults, readChaos } from '../../../local/chaos/faults.ts';
import type { Runtime } from '../../../local/runtime.ts';
import { compareStored } from '../../../tools/gameday/stored.ts';
import { lengthOf, perform } from '../../../tools/gameday/timeline.ts';
import { unheard, voter } from '../load/story.ts';

const placeOf = (token: string) => `at ${token}`;
const voters = [
  voter({ dueAt: 1, token: 'a' }),
  voter({ dueAt: 2, token: 'b', option: 'south' }),
  unheard({ dueAt: 3, token: 'c' }),
];

test('each accepted vote is found by its voter’s token, with the answer that was given', () => {
  const stored = new Map([
    ['at a', 'north'],
    ['at b', 'south'],
  ]);
  assert.deepEqual(compareStored(voters, stored, placeOf), { missing: 0, foreign: 0 });
  assert.deepEqual(compareStored(voters, new Map(stored).set('at c', 'north'), placeOf), { missing: 0, foreign: 0 });
  assert.equal(compareStored(voters, new Map(stored).set('at b', 'north'), placeOf).missing, 1);
  stored.delete('at a');
  assert.equal(compareStored(voters, stored, placeOf).missing, 1);
  assert.equal(compareStored(voters, new Map(stored).set('at z', 'north'), placeOf).foreign, 1);
});

test('faults come one after the other, each over before the next', async () => {
  const ground = { runtime: {} as Runtime, faults: new Faults(readChaos('none'), 1) };
  const log: string[] = [];
  const fault = (name: string) => ({
    name,
    what: '',
    inAws: '',
    begin: () => void log.push(`${name} begins`),
    end: () => void log.push(`${name} ends`),
  });
  const pace = { calm: 0.01, fault: 0.01, rest: 0.01 };
  const begun = performance.now();
  const clock = () => (performance.now() - begun) / 1_000;
  const windows = await perform(ground, [fault('one'), fault('two')], pace, { clock, tell: () => {} });
  assert.deepEqual(log, ['one begins', 'one ends', 'two begins', 'two ends']);
  const [one, two] = windows;
  assert.ok(one && two && one.from <= one.to && one.to <= two.from && two.from <= two.to);
  assert.ok(Math.abs((two.until ?? 0) - lengthOf(2, pace)) < 1e-9);
});
