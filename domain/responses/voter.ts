import { createHmac, randomBytes } from 'node:crypto';
import type { PollPolicy } from '../../contracts/poll.ts';
import { Problem } from '../problem.ts';
import { isSigned, sign } from '../signature.ts';

/**
 * A voter token names a poll and a voter, signed with the stage's secret: `<kind>.<pollId>.<voter>.<signature>`.
 * Kind `d` is a device that has asked for a token, with a random voter; `a` is a voter whom the
 * workspace vouches for, and `c` whoever has a one-time code, both with the voter key in place of the identity, so that
 * the token tells nobody who it is.
 */
export type VoterTokenKind = 'd' | 'a' | 'c';

/** What kind of token each policy for voters asks for. */
export const tokenKinds: Readonly<Record<PollPolicy['voters'], VoterTokenKind>> = {
  device: 'd',
  open: 'd',
  authenticated: 'a',
  codes: 'c',
};

export interface Voter {
  readonly kind: VoterTokenKind;
  readonly id: string;
}

/** A token for a device that has none. */
export function signDevice(secret: string, pollId: string): string {
  return sign(secret, `d.${pollId}.${randomBytes(16).toString('base64url')}`);
}

/** A token for a voter whom the workspace knows; `voter` is the identity in the workspace's own system. */
export function signAuthenticated(secret: string, poll: { id: string; salt: string }, voter: string): string {
  return sign(secret, `a.${poll.id}.${voterKey(poll.salt, `authenticated:${voter}`)}`);
}

/** A token for whoever has a code of the poll, on whatever device: the code is the voter. */
export function signCode(secret: string, poll: { id: string; salt: string }, code: string): string {
  return sign(secret, `c.${poll.id}.${codeVoterKey(poll.salt, code)}`);
}

/** The voter key of whoever has a code. @param code as `normalCode` gives it */
export function codeVoterKey(salt: string, code: string): string {
  return voterKey(salt, `code:${code}`);
}

/**
 * The voter behind a token.
 * @throws Problem `invalid-voter-token` when it is missing, forged, damaged or another poll's
 */
export function verifyVoterToken(secret: string, pollId: string, token: string | undefined): Voter {
  const voter = parseVoterToken(pollId, token);
  if (!token || !isSigned(secret, token)) throw foreignToken();
  return voter;
}

/**
 * The voter whom a token names, whether it is genuine or not.
 * @throws Problem `invalid-voter-token` when it is missing or another poll's
 */
export function parseVoterToken(pollId: string, token: string | undefined): Voter {
  if (!token) throw new Problem('invalid-voter-token', 'Get a voter token and send it along.');
  const [kind, tokenPollId, id] = token.split('.');
  if ((kind !== 'd' && kind !== 'a' && kind !== 'c') || tokenPollId !== pollId || !id) throw foreignToken();
  return { kind, id };
}

function foreignToken(): Problem {
  return new Problem('invalid-voter-token', 'The voter token is not one of this poll.');
}

/** Characters of a voter key: 128 bits in base64url. */
export const voterKeyLength = 22;

/** The name under which a voter's response is stored: an HMAC of the identity under the poll's own salt. */
export function voterKey(salt: string, identity: string): string {
  return createHmac('sha256', salt).update(identity).digest().subarray(0, 16).toString('base64url');
}

/** The voter key of a voter in a poll that takes one response of each. */
export function ownVoterKey(salt: string, voter: Voter): string {
  return voter.kind === 'd' ? voterKey(salt, `device:${voter.id}`) : voter.id;
}
