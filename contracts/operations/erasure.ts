import { erasure } from '../answers/erasure.ts';
import { voterData } from '../answers/voter-data.ts';
import type { Operation } from './operation.ts';

export const erasureOperations = {
  showVoter: {
    tag: 'Erasure',
    summary: 'Show a voter’s data',
    description:
      'All that is stored of a voter in the poll, by where it is, for who asks what is known of them. `voter` is the id of a response of theirs, or `token` for the voter whose token is in the header. A response that waits to be recorded is told once it is. Of an archived poll it is read from the archive; while responses are on their way into one or back, it is refused. Of somebody who never answered nothing is stored.',
    voterToken: 'optional',
    answers: { 200: { description: 'What is stored, by where it is.', body: voterData } },
    problems: ['not-found', 'invalid-voter-token', 'wrong-state'],
  },
  eraseVoter: {
    tag: 'Erasure',
    summary: 'Erase a voter',
    description:
      'Removes the voter’s response and all that holds their answers; results go down by it. `voter` is the id of a response of theirs, or `token` for the voter whose token is in the header: never a name or an address, as addresses are logged on their way. Of an archived poll they are taken from the archive, too; while responses are on their way into an archive or back, it is refused. Other regions follow within a minute. From then on the voter may answer anew.',
    voterToken: 'optional',
    answers: { 200: { description: 'What was removed, by where it was.', body: erasure } },
    problems: ['not-found', 'invalid-voter-token', 'wrong-state'],
  },
} as const satisfies Record<string, Operation>;
