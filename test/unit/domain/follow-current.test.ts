import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followCurrent } from '../../../domain/audience/follow-current.ts';
import type { AudiencePlan } from '../../../domain/audience/plan.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import { noon, openPollOf } from '../../support/polls.ts';

const hour = 3_600_000;

/** A poll of a version, whose opening tells the version. */
function versionOf(version: number): Poll {
  const { openedAt: _openedAt, ...poll } = openPollOf({ audience: 20_000 });
  return { ...poll, version, opensAt: new Date(noon + version * hour).toISOString() };
}

test('whoever plans for an older poll than is stored plans once more', async () => {
  let stored: Poll | undefined = versionOf(1);
  const plans = new Map<string, AudiencePlan>();
  let edits = 1;
  await followCurrent(
    {
      polls: { get: async () => stored },
      plans: {
        get: async (id) => plans.get(id),
        async put(plan) {
          // Another worker has followed the edit by now, and this one writes its older plan over that.
          if (edits-- > 0) stored = versionOf(2);
          plans.set(plan.pollId, plan);
        },
        remove: async (id) => void plans.delete(id),
        all: async () => [...plans.values()],
      },
      timetable: { set: async () => {}, cancel: async () => {} },
    },
    versionOf(1).id,
    () => noon,
  );
  assert.equal([...plans.values()][0]?.prepareAt, noon + 2 * hour - hour / 2);
});
