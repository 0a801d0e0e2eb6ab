import type { Pictures } from '../../contracts/media.ts';
import type { Ballot, PollView } from '../../contracts/poll.ts';
import { toPicture } from '../media/picture.ts';
import { type Poll, pollState, votingTime } from './poll.ts';

/** The poll as its workspace sees it: everything but the salt and the inner workings. */
export function toView(poll: Poll, now: number): PollView {
  const { salt: _salt, shards: _shards, workspaceId: _workspaceId, pictures: _pictures, ...shown } = poll;
  return { ...shown, state: pollState(poll, now), ...picturesOf(poll) };
}

/** The poll as a voter sees it. */
export function toBallot(poll: Poll, now: number): Ballot {
  const { start, end } = votingTime(poll);
  return {
    pollId: poll.id,
    state: pollState(poll, now),
    title: poll.title,
    ...(poll.description === undefined ? {} : { description: poll.description }),
    ...(poll.media === undefined ? {} : { media: poll.media }),
    language: poll.language,
    ...(poll.translations === undefined ? {} : { translations: poll.translations }),
    questions: poll.questions,
    metadata: poll.metadata,
    policy: poll.policy,
    ...(start === undefined ? {} : { opensAt: new Date(start).toISOString() }),
    ...(end === undefined ? {} : { closesAt: new Date(end).toISOString() }),
    ...picturesOf(poll),
  };
}

function picturesOf({ pictures }: Poll): { pictures?: Pictures } {
  if (!pictures) return {};
  return { pictures: Object.fromEntries(Object.entries(pictures).map(([id, stored]) => [id, toPicture(stored)])) };
}
