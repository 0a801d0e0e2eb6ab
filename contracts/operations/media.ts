import { mediaView, uploadTicket } from '../answers/media.ts';
import { newUploadSchema } from '../media.ts';
import type { Operation } from './operation.ts';

export const mediaOperations = {
  createUpload: {
    tag: 'Media',
    summary: 'Announce a picture',
    description:
      'The answer holds an address that takes the file for five minutes: POST a form of `fields`, and last the `file`.',
    body: newUploadSchema,
    answers: {
      201: {
        description: 'The id of the picture, and where to send its file.',
        body: uploadTicket,
        headers: ['location'],
      },
    },
    problems: [],
  },
  getMedia: {
    tag: 'Media',
    summary: 'See what became of a picture',
    description: 'Polls and options may name it in `media` once it is ready.',
    answers: { 200: { description: 'The picture, or why it was refused.', body: mediaView } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Operation>;
