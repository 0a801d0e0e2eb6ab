import { pollList, pollView } from '../answers/polls.ts';
import { pollDefinitionSchema, pollPatchSchema } from '../poll.ts';
import { pollListQuery } from '../queries.ts';
import type { Operation } from './operation.ts';

const onePoll = { description: 'The poll.', body: pollView, headers: ['etag'] } as const;

export const pollOperations = {
  createPoll: {
    tag: 'Polls',
    summary: 'Create a poll',
    description: 'It is a draft, or opens by itself at `opensAt`. With an `Idempotency-Key`, sending it again is safe.',
    body: pollDefinitionSchema,
    requestHeaders: [{ name: 'idempotencyKey' }],
    answers: { 201: { ...onePoll, headers: ['etag', 'location'] } },
    problems: ['invalid-content', 'idempotency-mismatch', 'not-found'],
  },
  listPolls: {
    tag: 'Polls',
    summary: 'List polls',
    description: 'The workspace’s polls, newest first. `cursor` of an answer leads to the next page.',
    query: pollListQuery,
    answers: { 200: { description: 'A page of polls.', body: pollList } },
    problems: ['invalid-request'],
  },
  getPoll: {
    tag: 'Polls',
    summary: 'Read a poll',
    answers: { 200: onePoll },
    problems: ['not-found'],
  },
  updatePoll: {
    tag: 'Polls',
    summary: 'Change a poll',
    description:
      'A JSON Merge Patch of its top level; `null` removes an optional part. An open poll takes few changes.',
    body: pollPatchSchema,
    requestHeaders: [{ name: 'ifMatch', required: true }],
    answers: { 200: onePoll },
    problems: ['not-found', 'wrong-state', 'version-mismatch', 'version-required', 'invalid-content'],
  },
  openPoll: {
    tag: 'Polls',
    summary: 'Open a poll',
    description: 'It takes responses from now on.',
    requestHeaders: [{ name: 'ifMatch' }],
    answers: { 200: onePoll },
    problems: ['not-found', 'wrong-state', 'version-mismatch'],
  },
  closePoll: {
    tag: 'Polls',
    summary: 'Close a poll',
    description: 'It takes no responses from `closedAt` of the answer on, a second ahead.',
    requestHeaders: [{ name: 'ifMatch' }],
    answers: { 200: onePoll },
    problems: ['not-found', 'wrong-state', 'version-mismatch'],
  },
  deletePoll: {
    tag: 'Polls',
    summary: 'Delete a poll',
    description:
      'The poll, its ballot and its results are gone for whoever asks. An open poll must be closed first. Its responses, exports, archive, tally and insights are removed in every region, as a rule within minutes, and looked for again a quarter of an hour later and 29 days later, when no message of a vote can come any more.',
    requestHeaders: [{ name: 'ifMatch' }],
    answers: { 204: { description: 'Deleted.' } },
    problems: ['not-found', 'wrong-state', 'version-mismatch'],
  },
} as const satisfies Record<string, Operation>;
