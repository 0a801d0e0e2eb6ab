import type { Poll } from '../polls/poll.ts';
import type { PollStore } from '../polls/poll-store.ts';
import { countersOf } from '../tallies/counters.ts';
import { add } from '../tallies/fold.ts';
import { differencesOf } from '../tallies/recount-report.ts';
import type { RecountedResponses } from '../tallies/recount-stores.ts';
import type { KeptTallies, KeptTally } from './kept-tallies.ts';

/** How one restored table is held against the live ones, poll by poll. */
export interface RestoreCheck {
  /** Whether it has something to say of a poll whose responses have expired. */
  readonly takesExpired: boolean;
  /** @returns how many differences there are; undefined: the poll can't be compared */
  differences(pollId: string, tally: KeptTally): Promise<number | undefined>;
}

/** Recounts the poll's restored responses against its tally. A poll that was deleted since isn't compared. */
export function responsesCheck(
  restored: Pick<RecountedResponses, 'stored'>,
  polls: Pick<PollStore, 'get'>,
): RestoreCheck {
  return {
    takesExpired: false,
    async differences(pollId, tally) {
      const poll = await polls.get(pollId);
      if (!poll) return undefined;
      const recounted = new Map<string, number>();
      for (let partition = 0; partition < poll.shards; partition += 1) {
        for await (const page of restored.stored(pollId, partition)) {
          for (const { counted } of page) for (const counter of countersOf(counted)) add(recounted, counter, 1);
        }
      }
      return differencesOf(tally.counters, recounted).length;
    },
  };
}

/** Compares the restored tally with the live one: the only record of a poll whose responses have expired. */
export function talliesCheck(restored: Pick<KeptTallies, 'read'>): RestoreCheck {
  return {
    takesExpired: true,
    async differences(pollId, tally) {
      const found = await restored.read(pollId);
      return differencesOf(tally.counters, found?.counters ?? new Map()).length;
    },
  };
}

/** Compares the restored poll with the live one, unless that has been edited since. */
export function pollsCheck(restored: Pick<PollStore, 'get'>, polls: Pick<PollStore, 'get'>): RestoreCheck {
  return {
    takesExpired: true,
    async differences(pollId) {
      const [found, live] = await Promise.all([restored.get(pollId), polls.get(pollId)]);
      if (!live || (found && found.version < live.version)) return undefined;
      return found && areSame(found, live) ? 0 : 1;
    },
  };
}

/** DynamoDB gives the fields of a map in no certain order. */
function areSame(left: Poll, right: Poll): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: object): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
