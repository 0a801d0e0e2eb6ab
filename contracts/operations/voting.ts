import { ballot } from '../answers/polls.ts';
import { acceptance, responseStatus, voterToken } from '../answers/responses.ts';
import { codeCounts, newCodes } from '../answers/voters.ts';
import { submissionSchema, voterSchema } from '../response.ts';
import { newCodesSchema, voterIssuerSchema, voterProofSchema } from '../voters.ts';
import type { Operation } from './operation.ts';

export const votingOperations = {
  getBallot: {
    tag: 'Voting',
    summary: 'Get the ballot',
    description: 'The form, the same for everyone; caches may share it for a second.',
    answers: { 200: { description: 'The ballot.', body: ballot, headers: ['cache-control'] } },
    problems: ['not-found'],
  },
  signDevice: {
    tag: 'Voting',
    summary: 'Get a token for a device',
    description: 'For a device that has none: it keeps the token and votes with it.',
    answers: { 200: { description: 'The token.', body: voterToken } },
    problems: ['not-found', 'wrong-state'],
  },
  signVoter: {
    tag: 'Voting',
    summary: 'Get a token for a voter',
    description: 'For a voter whom the workspace itself has authenticated. The same voter gets the same token.',
    body: voterSchema,
    answers: { 200: { description: 'The token.', body: voterToken } },
    problems: ['not-found', 'wrong-state'],
  },
  admitVoter: {
    tag: 'Voting',
    summary: 'Get a token for a code or a JWT',
    description:
      'For whoever has a one-time code of the poll, or a token of the workspace’s own issuer. The same proof always stands for the same voter, on any device.',
    body: voterProofSchema,
    answers: { 200: { description: 'The token.', body: voterToken } },
    problems: ['not-found', 'wrong-state', 'invalid-voter-proof', 'code-used'],
  },
  issueCodes: {
    tag: 'Voting',
    summary: 'Issue one-time codes',
    description: 'For a poll whose voters are `codes`. Each is good for one response; they are shown this once.',
    body: newCodesSchema,
    answers: { 201: { description: 'The codes.', body: newCodes } },
    problems: ['not-found', 'wrong-state', 'invalid-content'],
  },
  countCodes: {
    tag: 'Voting',
    summary: 'Count one-time codes',
    answers: { 200: { description: 'How many there are, and how many were used.', body: codeCounts } },
    problems: ['not-found', 'wrong-state'],
  },
  getVoterIssuer: {
    tag: 'Voting',
    summary: 'See whose JWTs prove voters',
    answers: { 200: { description: 'The issuer.', body: voterIssuerSchema } },
    problems: ['not-found'],
  },
  setVoterIssuer: {
    tag: 'Voting',
    summary: 'Say whose JWTs prove voters',
    description:
      'Of the workspace’s polls whose voters are `authenticated`. The claim `sub` is the voter, the same as in `voter-tokens`. It takes five minutes at most until all functions know it.',
    body: voterIssuerSchema,
    answers: { 200: { description: 'The issuer.', body: voterIssuerSchema } },
    problems: ['invalid-content'],
  },
  removeVoterIssuer: {
    tag: 'Voting',
    summary: 'Take no more JWTs',
    answers: { 204: { description: 'Tokens that voters have are good as before.' } },
    problems: ['not-found'],
  },
  submitResponse: {
    tag: 'Voting',
    summary: 'Submit a response',
    description: 'Once it is answered with 202 it is stored for good, and counted within a second or two.',
    body: submissionSchema,
    requestHeaders: [{ name: 'idempotencyKey' }],
    voterToken: 'required',
    answers: { 202: { description: 'Accepted.', body: acceptance, headers: ['location'] } },
    problems: ['invalid-voter-token', 'not-found', 'poll-not-open', 'invalid-content'],
  },
  getResponse: {
    tag: 'Voting',
    summary: 'See what became of a response',
    answers: { 200: { description: 'Its status.', body: responseStatus } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Operation>;
