import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RemovalMessage } from '../../../contracts/retention.ts';
import { type ArchiveJob, newArchive } from '../../../domain/archive/archive-job.ts';
import { closePoll } from '../../../domain/polls/edit.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import { nextLookAfter, type RemovalPorts, removalOf, removePollData } from '../../../domain/retention/removal.ts';
import { dueOf, keepRetention } from '../../../domain/retention/retention.ts';
import { noon, openPollOf } from '../../support/polls.ts';

const day = 24 * 3_600_000;
const open = openPollOf();
const closed = closePoll(open, noon);
const closedAt = closed.closedAt ?? '';
const end = Date.parse(closedAt);
const settings = { archiveAfterDays: 10, retentionDays: 30 };

test('archiving is due from its day on, removal from its own, each once, and nothing of a poll that has not ended', () => {
  const at = (days: number, poll: Parameters<typeof dueOf>[1] = closed) => dueOf(settings, poll, end + days * day);
  const dues = [9.9, 10, 29.9, 30, 400].map((days) => at(days));
  assert.deepEqual(dues, [undefined, 'archive', 'archive', 'removal', 'removal']);
  const archived = { ...closed, archivedAt: closedAt };
  assert.deepEqual([at(10, archived), at(30, archived)], [undefined, 'removal']);
  assert.equal(at(400, { ...archived, responsesRemovedAt: closedAt }), undefined);
  assert.equal(at(400, open), undefined);
  assert.equal(at(400, { closesAt: closedAt }), undefined, 'it never opened');
  assert.equal(dueOf({}, closed, end + 400 * day), undefined);
  assert.equal(dueOf({ archiveAfterDays: 0 }, closed, end), 'archive');
});

/** Keeps one poll and its archive, and what was asked for. */
function kept(job: ArchiveJob | undefined) {
  const state: { poll: Poll; job: ArchiveJob | undefined; asked: number } = { poll: closed, job, asked: 0 };
  const ports = {
    region: 'here',
    polls: {
      get: async () => state.poll,
      replace: async (poll: Poll) => {
        state.poll = poll;
      },
    },
    archives: {
      get: async () => state.job,
      create: async (created: ArchiveJob) => {
        state.job = created;
        return true;
      },
    },
    askForArchive: async () => {
      state.asked += 1;
    },
  };
  return { state, ports };
}

test('responses are removed once their poll is archived or can not be, and before that it is archived', async () => {
  const now = end + 40 * day;
  const job = newArchive(closed, { region: 'here', now });
  for (const [before, isRemoved, asked] of [
    [undefined, false, 1],
    [{ ...job, state: 'expiring' }, false, 1],
    [{ ...job, state: 'expiring', region: 'there' }, false, 0],
    [{ ...job, state: 'archived', region: 'there' }, true, 0],
    [{ ...job, state: 'failed' }, true, 0],
  ] as const) {
    const { state, ports } = kept(before);
    await keepRetention(ports, closed.id, 'removal', now);
    const what = before?.state ?? 'none';
    assert.equal(state.poll.responsesRemovedAt !== undefined, isRemoved, what);
    assert.equal(state.poll.version, closed.version + Number(isRemoved), what);
    assert.equal(state.asked, asked, what);
  }
  const { state, ports } = kept({ ...job, state: 'failed' });
  await keepRetention(ports, closed.id, 'archive', now);
  assert.equal(state.job?.state, 'writing', 'an archive that failed is tried again');
});

test('a change of a poll says what is to be removed, once', () => {
  const removed = { ...closed, responsesRemovedAt: closedAt };
  assert.equal(removalOf(closed, undefined), 'poll');
  assert.equal(removalOf(closed, removed), 'responses');
  assert.equal(removalOf(removed, { ...removed, title: 'New' }), undefined);
  assert.equal(removalOf(undefined, open), undefined);
});

test('a removal that runs out of time takes nothing for done, and a poll that stays keeps its tally', async () => {
  const done: string[] = [];
  const note = (what: string) => async () => {
    done.push(what);
    return 0;
  };
  const ports = (hasTime: boolean): RemovalPorts => ({
    removeArchive: async () => void done.push('archive'),
    removeResponses: async () => hasTime,
    derived: { removeExports: note('exports'), removeAnswers: note('answers'), removeMarks: note('marks') },
    removeRest: async () => void done.push('rest'),
  });
  const removal: Omit<RemovalMessage, 'v'> = { pollId: 'poll', shards: 16, kind: 'poll', look: 0 };
  assert.equal(await removePollData(ports(false), removal), false);
  assert.deepEqual(done.splice(0), ['archive']);
  assert.equal(await removePollData(ports(true), { ...removal, kind: 'responses' }), true);
  assert.deepEqual(done.splice(0), ['archive', 'exports', 'answers', 'marks']);
  assert.equal(await removePollData(ports(true), removal), true);
  assert.equal(done.at(-1), 'rest');
});

test('a deleted poll is looked for until no vote can come any more, other removals once again', () => {
  const afters = (kind: 'poll' | 'responses') => [0, 1, 2].map((look) => nextLookAfter({ kind, look }));
  assert.deepEqual(afters('poll'), [900_000, 29 * day, undefined]);
  assert.deepEqual(afters('responses'), [900_000, undefined, undefined]);
});
