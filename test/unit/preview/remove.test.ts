import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiredStages, removeStage, sweep } from '../../../tools/preview/remove.ts';
import type { PreviewStack, PreviewStacks } from '../../../tools/preview/stacks.ts';

const day = 24 * 60 * 60 * 1_000;
const now = 100 * day;

const stack = (stage: string, part: string, ageInDays: number, expiresAfterDays?: number): PreviewStack => ({
  name: `groundswell-${stage}-${part}`,
  region: 'eu-central-1',
  stage,
  changedAt: now - ageInDays * day,
  ...(expiresAfterDays === undefined ? {} : { expiresAfterDays }),
});

/** An account in memory, in which some stacks can't be deleted. */
class FakeStacks implements PreviewStacks {
  readonly deleted: string[] = [];
  readonly #stacks: readonly PreviewStack[];
  readonly #stuck: readonly string[];

  constructor(stacks: readonly PreviewStack[], stuck: readonly string[] = []) {
    this.#stacks = stacks;
    this.#stuck = stuck;
  }

  async list(stage = '') {
    return this.#stacks.filter(({ name }) => name.startsWith(`groundswell-${stage}`) && !this.deleted.includes(name));
  }

  async delete({ name }: PreviewStack) {
    if (this.#stuck.includes(name)) throw new Error(`${name} is stuck`);
    this.deleted.push(name);
  }
}

const silent = () => undefined;

test('a stage is over when none of its stacks was changed for as many days as they say', () => {
  const stacks = [
    stack('pr-1', 'data', 8, 7),
    stack('pr-1', 'eu-central-1', 7.5, 7),
    stack('pr-2', 'data', 8, 7),
    stack('pr-2', 'eu-central-1', 1, 7),
    stack('pr-3', 'data', 7, 7),
    stack('preview-a', 'data', 8),
    stack('preview-b', 'data', 3, 2),
  ];
  assert.deepEqual(expiredStages(stacks, now), ['pr-1', 'preview-b']);
});

test('a stage that does not say when it ends never ends', () => {
  assert.deepEqual(expiredStages([stack('pr-1', 'data', 900), stack('pr-1', 'edge', 900, 7)], now), []);
});

test('a stage goes whole, a region’s workers after what listens to them, its data last, and no other with it', async () => {
  const stacks = new FakeStacks([
    stack('pr-1', 'data', 0),
    stack('pr-1', 'eu-central-1-workers', 0),
    stack('pr-1', 'eu-central-1', 0),
    stack('pr-12', 'data', 0),
    stack('pr-1', 'edge', 0),
  ]);
  assert.equal(await removeStage(stacks, 'pr-1', silent), 4);
  assert.deepEqual(stacks.deleted.slice(2), ['groundswell-pr-1-eu-central-1-workers', 'groundswell-pr-1-data']);
  assert.deepEqual(
    (await stacks.list()).map(({ stage }) => stage),
    ['pr-12'],
  );
});

test('data stays while something that reads it does, and the error names what stayed', async () => {
  const stacks = new FakeStacks([stack('pr-1', 'data', 0), stack('pr-1', 'edge', 0)], ['groundswell-pr-1-edge']);
  await assert.rejects(removeStage(stacks, 'pr-1', silent), /pr-1 could not .*: groundswell-pr-1-edge is stuck/);
  assert.deepEqual(stacks.deleted, []);
});

test('a sweep goes on after a stage that resists, and says which did', async () => {
  const stacks = new FakeStacks(
    [stack('pr-1', 'data', 9, 7), stack('pr-2', 'data', 9, 7), stack('pr-3', 'data', 1, 7)],
    ['groundswell-pr-1-data'],
  );
  assert.deepEqual(await sweep(stacks, now, silent), ['pr-1']);
  assert.deepEqual(stacks.deleted, ['groundswell-pr-2-data']);
});
