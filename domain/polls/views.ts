import type { Ballot, PollView } from '../../contracts/poll.ts';
import { type Poll, pollState, votingTime } from './poll.ts';

/** The poll as its workspace sees it: everything but the salt and the inner workings. */
export function toView(poll: Poll, now: number): PollView {
  const { salt: _salt, shards: _shards, workspaceId: _workspaceId, ...shown } = poll;
  return { ...shown, state: pollState(poll, now) };
}

/** The poll as a voter sees it. */
export function toBallot(poll: Poll, now: number): Ballot {
  const { start, end } = votingTime(poll);
  return {
    pollId: poll.id,
    state: pollState(poll, now),
    title: poll.title,
    ...(poll.description === undefined ? {} : { description: poll.description }),
    language: poll.language,
    ...(poll.translations === undefined ? {} : { translations: poll.translations }),
    questions: poll.questions,
    metadata: poll.metadata,
    policy: poll.policy,
    ...(start === undefined ? {} : { opensAt: new Date(start).toISOString() }),
    ...(end === undefined ? {} : { closesAt: new Date(end).toISOString() }),
  };
}
