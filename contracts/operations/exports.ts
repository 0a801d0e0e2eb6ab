import { exportList, exportView } from '../answers/exports.ts';
import { exportRequestSchema } from '../exports.ts';
import type { Operation } from './operation.ts';

export const exportOperations = {
  requestExport: {
    tag: 'Exports',
    summary: 'Ask for an export',
    description: 'The same request for the same responses gets the export that is there.',
    body: exportRequestSchema,
    answers: { 202: { description: 'The export, which a worker writes.', body: exportView, headers: ['location'] } },
    problems: ['not-found', 'wrong-state'],
  },
  listExports: {
    tag: 'Exports',
    summary: 'List a poll’s exports',
    answers: { 200: { description: 'Those whose files are kept, newest first.', body: exportList } },
    problems: ['not-found'],
  },
  getExport: {
    tag: 'Exports',
    summary: 'See how far an export is',
    description: 'When it is ready, the answer says where its file is for a quarter of an hour.',
    answers: { 200: { description: 'The export.', body: exportView } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Operation>;
