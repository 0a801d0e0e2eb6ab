import { newExclusionSchema } from '../abuse.ts';
import { exclusion, exclusionList, suspicions } from '../answers/abuse.ts';
import type { Operation } from './operation.ts';

export const abuseOperations = {
  getSuspicions: {
    tag: 'Abuse',
    summary: 'See which responses may be one voter’s, or a program’s',
    description:
      'Groups of at least ten responses from one address on one day or, in an `open` poll, from one device. A worker looks at what has come since: ask again while `state` is `computing`. A score accuses nobody: a school or a mobile network stands behind one address, too.',
    answers: { 200: { description: 'The most suspicious groups, at most 100.', body: suspicions } },
    problems: ['not-found'],
  },
  listExclusions: {
    tag: 'Abuse',
    summary: 'List exclusions',
    answers: {
      200: { description: 'Those of the poll, and how many responses each leaves out.', body: exclusionList },
    },
    problems: ['not-found'],
  },
  excludeGroup: {
    tag: 'Abuse',
    summary: 'Leave a group out of the results',
    description:
      'Its responses stay, and count as `excluded` in the results; insights, instant runoffs and exports leave them out. Of a voter who may change their response, the next one is left out, too. What the group sends later counts: exclude it again. A worker does it.',
    body: newExclusionSchema,
    answers: { 202: { description: 'The exclusion.', body: exclusion } },
    problems: ['not-found', 'wrong-state', 'invalid-content'],
  },
  putGroupBack: {
    tag: 'Abuse',
    summary: 'Put a group back',
    description: 'Its responses count again. A worker does it.',
    answers: { 202: { description: 'The exclusion.', body: exclusion } },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, Operation>;
