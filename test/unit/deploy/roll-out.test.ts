import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rollOut } from '../../../tools/deploy/roll-out.ts';
import { wavesOf } from '../../../tools/deploy/waves.ts';

const parts = [
  'edge',
  'us-east-1',
  'data',
  'eu-central-1-workers',
  'observability-eu-central-1',
  'eu-central-1',
  'us-east-1-workers',
  'recovery',
];
const stacks = parts.map((part) => `groundswell-staging-${part}`);
const waves = wavesOf('staging', stacks, ['eu-central-1', 'us-east-1']);

/** Notes what is done, and answers with an API's address for each region's stack. */
function recorder(fault?: string) {
  const done: string[] = [];
  return {
    done,
    async deploy(names: readonly string[]) {
      done.push(`deploy ${names.map((name) => name.replace('groundswell-staging-', '')).join(' ')}`);
      const urlOf = (name: string): Record<string, string> =>
        /staging-(eu|us)-\w+-1$/.test(name) ? { ApiUrl: `https://${name}` } : {};
      return Object.fromEntries(names.map((name) => [name, urlOf(name)]));
    },
    async tryOut(region: string, url: string) {
      done.push(`try ${url}`);
      if (region === fault) throw new Error(`${region} counts wrong`);
    },
  };
}

test('data comes first, then region by region, each tried before the next, then what stands in front', async () => {
  const steps = recorder();
  const outputs = await rollOut(waves, true, steps);
  assert.deepEqual(steps.done, [
    'deploy data',
    'deploy eu-central-1 eu-central-1-workers observability-eu-central-1',
    'try https://groundswell-staging-eu-central-1',
    'deploy us-east-1 us-east-1-workers',
    'try https://groundswell-staging-us-east-1',
    'deploy edge recovery',
  ]);
  assert.deepEqual(Object.keys(outputs).sort(), [...stacks].sort());
});

test('a region that fails its trial keeps the new version from all others', async () => {
  const steps = recorder('eu-central-1');
  await assert.rejects(rollOut(waves, true, steps), /eu-central-1 counts wrong/);
  assert.equal(steps.done.at(-1), 'try https://groundswell-staging-eu-central-1');
});

test('a region that does not say where its API is fails, and nothing is tried unless it is asked for', async () => {
  const steps = { ...recorder(), deploy: async () => ({}) };
  await assert.rejects(rollOut(waves, true, steps), /No stack of eu-central-1 says/);
  await rollOut(waves, false, steps);
  assert.deepEqual(steps.done, []);
});

test('every stack is in one wave', () => {
  assert.deepEqual(waves.flatMap((wave) => wave.stacks).sort(), [...stacks].sort());
});
