import { randomBytes } from 'node:crypto';
import type { PollDefinition, PollPatch } from '../../contracts/poll.ts';
import { Problem, pointer } from '../problem.ts';
import { checkDefinition } from './check-definition.ts';
import { type Poll, pollMemoryMs, pollState, votingTime } from './poll.ts';
import { shardCount } from './shards.ts';

/** What may still change once voters can see the form. */
const editableWhenOpen: readonly string[] = ['title', 'description', 'translations', 'closesAt'];
const editableWhenClosed: readonly string[] = ['title', 'description', 'translations'];

/**
 * A new poll from its definition.
 * @throws Problem `invalid-content` that names each broken rule
 */
export function createPoll(given: { definition: PollDefinition; id: string; workspaceId: string; now: number }): Poll {
  refuseUnsound(given.definition);
  return {
    ...given.definition,
    id: given.id,
    workspaceId: given.workspaceId,
    version: 1,
    createdAt: new Date(given.now).toISOString(),
    salt: randomBytes(16).toString('base64url'),
    shards: shardCount(given.definition.audience),
  };
}

/**
 * The poll after an edit.
 * @throws Problem `wrong-state` for a part that can't change any more, `invalid-content` for a broken rule
 */
export function editPoll(poll: Poll, patch: PollPatch, now: number): Poll {
  // A poll that opens within the memory's time may be open for a function that remembers it by then.
  const soon = pollState(poll, now + pollMemoryMs);
  const frozen = soon === 'open' ? editableWhenOpen : soon === 'closed' ? editableWhenClosed : undefined;
  const refused = frozen ? Object.keys(patch).filter((field) => !frozen.includes(field)) : [];
  if (refused.length > 0) {
    throw new Problem('wrong-state', `A poll that is ${soon} keeps its ${refused.join(', ')}.`, {
      fieldErrors: refused.map((field) => ({ pointer: pointer(field), detail: `can't change when ${soon}` })),
      extensions: { state: soon },
    });
  }
  if (soon === 'open' && typeof patch.closesAt === 'string' && Date.parse(patch.closesAt) < now + pollMemoryMs) {
    throw invalid('closesAt', 'must be in the future; to end the poll now, close it');
  }
  const merged = Object.fromEntries(
    Object.entries({ ...poll, ...patch }).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as Poll;
  refuseUnsound(merged);
  return { ...merged, shards: frozen ? poll.shards : shardCount(merged.audience), version: poll.version + 1 };
}

/**
 * Opens a poll now; one that is open already stays as it is.
 * @throws Problem `wrong-state` when it has closed
 */
export function openPoll(poll: Poll, now: number): Poll {
  const state = pollState(poll, now);
  if (state === 'open') return poll;
  const { end } = votingTime(poll);
  if (state === 'closed' || (end !== undefined && end <= now)) {
    throw new Problem('wrong-state', 'A poll that has closed does not open again.', { extensions: { state } });
  }
  return { ...poll, openedAt: new Date(now).toISOString(), version: poll.version + 1 };
}

/**
 * Closes an open poll. The closing time lies `pollMemoryMs` ahead, when every function knows of it; until then
 * responses still count, everywhere alike.
 * @throws Problem `wrong-state` when it never opened
 */
export function closePoll(poll: Poll, now: number): Poll {
  const state = pollState(poll, now);
  if (state === 'closed' || poll.closedAt !== undefined) return poll;
  if (state !== 'open') {
    throw new Problem('wrong-state', `A poll that is ${state} can't be closed.`, { extensions: { state } });
  }
  return { ...poll, closedAt: new Date(now + pollMemoryMs).toISOString(), version: poll.version + 1 };
}

/**
 * Checks that a poll may be deleted.
 * @throws Problem `wrong-state` while it takes responses
 */
export function assertDeletable(poll: Poll, now: number): void {
  const state = pollState(poll, now);
  if (state === 'open') {
    throw new Problem('wrong-state', 'Close the poll before you delete it.', { extensions: { state } });
  }
}

function refuseUnsound(definition: PollDefinition): void {
  const fieldErrors = checkDefinition(definition);
  if (fieldErrors.length > 0) throw new Problem('invalid-content', 'The poll breaks a rule.', { fieldErrors });
}

function invalid(field: string, detail: string): Problem {
  return new Problem('invalid-content', 'The poll breaks a rule.', {
    fieldErrors: [{ pointer: pointer(field), detail }],
  });
}
