import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Poll } from '../../../domain/polls/poll.ts';
import type { TallyBrief } from '../../../domain/recovery/kept-tallies.ts';
import { drawPolls, sampleSize } from '../../../domain/tallies/sample.ts';

const tally = (pollId: string, more: Partial<TallyBrief> = {}): TallyBrief => ({
  pollId,
  responses: 10,
  updatedAt: 1,
  expired: false,
  ...more,
});

/** Tallies on pages of two, of which all but the deleted have a poll; a place is drawn by how many come before it. */
function draw(tallies: readonly TallyBrief[], place = 0, deleted: readonly string[] = []) {
  const pages = async function* (from?: string) {
    const rest = from === undefined ? tallies : tallies.slice(Math.floor(Number(from) * tallies.length));
    for (let index = 0; index < rest.length; index += 2) yield rest.slice(index, index + 2);
  };
  const get = async (id: string) => (deleted.includes(id) ? undefined : ({ id } as Poll));
  return drawPolls({ tallies: { all: pages }, polls: { get }, random: () => place });
}
const idsOf = async (drawn: ReturnType<typeof draw>) => (await drawn).map(({ id }) => id);
const five = ['a', 'b', 'c', 'd', 'e'].map((id) => tally(id));

test('a sample begins at a random place, and goes on at the beginning when the table ends', async () => {
  assert.deepEqual(await idsOf(draw(five, 0)), ['a', 'b', 'c']);
  assert.deepEqual(await idsOf(draw(five, 0.41)), ['c', 'd', 'e']);
  assert.deepEqual(await idsOf(draw(five, 0.81)), ['e', 'a', 'b']);
});

test('it has each poll once, and no more polls than there are', async () => {
  assert.deepEqual(await idsOf(draw(five.slice(0, 2), 0.5)), ['b', 'a']);
  assert.deepEqual(await idsOf(draw([])), []);
});

test('what can’t be proved is left out: deleted polls, expired responses, too many of them, and none', async () => {
  const tallies = [
    tally('deleted'),
    tally('expired', { expired: true }),
    tally('large', { responses: sampleSize.responses + 1 }),
    tally('empty', { responses: 0 }),
    tally('right', { responses: sampleSize.responses }),
  ];
  assert.deepEqual(await idsOf(draw(tallies, 0, ['deleted'])), ['right']);
});
