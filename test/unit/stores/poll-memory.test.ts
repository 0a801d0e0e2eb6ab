import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Poll, pollMemoryMs } from '../../../domain/polls/poll.ts';
import { rememberPolls } from '../../../stores/poll-memory.ts';

test('an open poll is read once a second, one that isn’t open each time, and each look is told', async () => {
  let now = 1_000_000;
  const reads: string[] = [];
  const looks: boolean[] = [];
  const open = { id: 'open', openedAt: '1970-01-01T00:00:01.000Z' } as unknown as Poll;
  const store = {
    get: async (id: string) => {
      reads.push(id);
      return id === 'open' ? open : undefined;
    },
  };
  const polls = rememberPolls(
    store,
    () => now,
    (remembered) => looks.push(remembered),
  );
  for (const id of ['open', 'open', 'gone', 'gone']) await polls.get(id);
  now += pollMemoryMs;
  await polls.get('open');
  assert.deepEqual(reads, ['open', 'gone', 'gone', 'open']);
  assert.deepEqual(looks, [false, true, false, false, false]);
});
