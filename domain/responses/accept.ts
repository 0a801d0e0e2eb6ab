import { createHash, randomBytes } from 'node:crypto';
import type { AcceptedResponse, Submission } from '../../contracts/response.ts';
import { hostingNetwork } from '../abuse/hosting.ts';
import { addressPseudonym, devicePseudonym } from '../abuse/pseudonym.ts';
import { type Poll, pollState, votingTime } from '../polls/poll.ts';
import { Problem } from '../problem.ts';
import { checkAnswers } from './check-answers.ts';
import { formatResponseId, submissionNameBytes } from './response-id.ts';
import { ownVoterKey, tokenKinds, type Voter, voterKey } from './voter.ts';

/**
 * Accepts a submission by the server's clock, or says why not.
 * @throws Problem `poll-not-open`, `invalid-voter-token` or `invalid-content`
 */
export function acceptResponse(given: {
  poll: Poll;
  voter: Voter;
  submission: Submission;
  /** The caller's `Idempotency-Key`: in an open poll it tells a retry from a second response. */
  idempotencyKey: string | undefined;
  now: number;
  /** What the edge and the browser tell of the voter's place and device. */
  client?: Pick<AcceptedResponse, 'country' | 'device'>;
  /** The voter's address as the edge tells it. */
  address?: string | undefined;
  /** The number of the voter's network, from the same source. */
  network?: string | undefined;
}): AcceptedResponse {
  const { poll, submission, now } = given;
  assertOpen(poll, now);
  const { answers, skipped, metadata } = checkAnswers(poll, submission);
  const key = identify(given);
  const from = addressPseudonym(poll.salt, given.address, now);
  const network = hostingNetwork(given.network);
  return {
    pollId: poll.id,
    responseId: responseIdFor(key, given),
    voterKey: key,
    shards: poll.shards,
    submittedAt: now,
    changes: poll.policy.changes,
    answers,
    skipped,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...given.client,
    ...(from === undefined ? {} : { from }),
    ...(network === undefined ? {} : { network }),
    ...(poll.policy.voters === 'open' ? { sender: devicePseudonym(poll.salt, given.voter.id) } : {}),
  };
}

/** @throws Problem `poll-not-open` with the times, in milliseconds exactly as they are enforced */
export function assertOpen(poll: Poll, now: number): void {
  const state = pollState(poll, now);
  if (state === 'open') return;
  const { start, end } = votingTime(poll);
  const opensAt = start === undefined ? undefined : new Date(start).toISOString();
  const closesAt = end === undefined ? undefined : new Date(end).toISOString();
  const detail = {
    draft: 'The poll has not opened yet, and no time is set.',
    scheduled: `The poll opens at ${opensAt}.`,
    closed: `The poll closed at ${closesAt}.`,
  }[state];
  throw new Problem('poll-not-open', detail, { extensions: { state, opensAt, closesAt } });
}

/** The voter key under the poll's policy. In an open poll each submission is a voter of its own. */
function identify(given: { poll: Poll; voter: Voter; idempotencyKey: string | undefined }): string {
  const { poll, voter } = given;
  if (voter.kind !== tokenKinds[poll.policy.voters]) {
    throw new Problem('invalid-voter-token', 'This poll asks for another kind of voter token.');
  }
  if (poll.policy.voters !== 'open') return ownVoterKey(poll.salt, voter);
  const submission = given.idempotencyKey ?? randomBytes(16).toString('base64url');
  return voterKey(poll.salt, `open:${voter.id}:${submission}`);
}

/**
 * The same submission sent again gets the same id, so that a retry is recognized as what it is. Where answers may
 * change, the id also carries the time: sending an old answer again is a change of its own then.
 */
function responseIdFor(key: string, given: Parameters<typeof acceptResponse>[0]): string {
  const { submission, idempotencyKey, poll, now } = given;
  const name = createHash('sha256')
    .update(JSON.stringify([idempotencyKey ?? null, sorted(submission.answers), sorted(submission.metadata ?? {})]))
    .digest()
    .subarray(0, submissionNameBytes)
    .toString('base64url');
  return formatResponseId({
    voterKey: key,
    name,
    submittedAt: poll.policy.changes === 'replace' ? now : undefined,
  });
}

function sorted(record: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
