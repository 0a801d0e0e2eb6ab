import { archiveView } from '../answers/archive.ts';
import type { Operation } from './operation.ts';

export const archiveOperations = {
  archivePoll: {
    tag: 'Archive',
    summary: 'Archive a poll',
    description:
      'Of a closed poll. Its responses move to cold storage once they are proven to be what the tally counts; results and insights are answered as before. In the table they end 29 days after the poll’s end at the earliest.',
    answers: { 202: { description: 'The archive, which a worker makes.', body: archiveView } },
    problems: ['not-found', 'wrong-state'],
  },
  getArchive: {
    tag: 'Archive',
    summary: 'See how far an archive is',
    answers: { 200: { description: 'The archive.', body: archiveView } },
    problems: ['not-found'],
  },
  restorePoll: {
    tag: 'Archive',
    summary: 'Restore a poll from its archive',
    description:
      'Puts its responses back; the archive is gone when they are. It is asked of the region that has the archive.',
    answers: { 202: { description: 'The archive, from which a worker restores.', body: archiveView } },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, Operation>;
