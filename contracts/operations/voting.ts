import { ballot } from '../answers/polls.ts';
import { acceptance, responseStatus, voterToken } from '../answers/responses.ts';
import { submissionSchema, voterSchema } from '../response.ts';
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
