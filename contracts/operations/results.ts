import { liveAccess, pollResults, runoff } from '../answers/results.ts';
import type { Operation } from './operation.ts';

const visible = { voterToken: 'optional', optionalKey: true } as const;

export const resultOperations = {
  getResults: {
    tag: 'Results',
    summary: 'Read the results',
    description: 'Who may see them says the poll’s policy; the workspace always may, with the scope `results:read`.',
    ...visible,
    requestHeaders: [{ name: 'ifNoneMatch' }],
    answers: {
      200: { description: 'The results.', body: pollResults, headers: ['etag', 'cache-control'] },
      304: { description: 'The same as before.', headers: ['etag', 'cache-control'] },
    },
    problems: ['not-found', 'results-hidden', 'invalid-voter-token'],
  },
  getLive: {
    tag: 'Results',
    summary: 'Ask where results come live',
    description:
      'A channel of AppSync Events in the nearest region, and a token for it, for who may see the results now.',
    ...visible,
    answers: { 200: { description: 'The channel.', body: liveAccess, headers: ['cache-control'] } },
    problems: ['not-found', 'results-hidden', 'invalid-voter-token'],
  },
  getInstantRunoff: {
    tag: 'Results',
    summary: 'Read an instant runoff',
    description: 'Of a ranking question, from all ballots: who has the fewest first choices leaves, until one wins.',
    ...visible,
    answers: { 200: { description: 'Its rounds.', body: runoff, headers: ['cache-control'] } },
    problems: ['not-found', 'results-hidden', 'invalid-voter-token'],
  },
} as const satisfies Record<string, Operation>;
