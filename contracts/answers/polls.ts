import * as z from 'zod/mini';
import { type Ballot, type PollState, type PollView, pollDefinitionSchema } from '../poll.ts';
import { describes } from './describes.ts';
import { pictures } from './media.ts';

const state = describes<PollState>()(z.enum(['draft', 'scheduled', 'open', 'closed']));

export const pollView = describes<PollView>()(
  z.extend(pollDefinitionSchema, {
    id: z.string(),
    state,
    version: z.int(),
    createdAt: z.string(),
    openedAt: z.optional(z.string()),
    closedAt: z.optional(z.string()),
    archivedAt: z.optional(z.string()),
    responsesRemovedAt: z.optional(z.string()),
    pictures: z.optional(pictures),
  }),
);

const { title, description, media, language, translations, questions, metadata, policy } = pollDefinitionSchema.shape;

export const ballot = describes<Ballot>()(
  z.strictObject({
    pollId: z.string(),
    state,
    title,
    description,
    media,
    language,
    translations,
    questions,
    metadata,
    policy,
    opensAt: z.optional(z.string()),
    closesAt: z.optional(z.string()),
    pictures: z.optional(pictures),
  }),
);

const pollSummary = z.strictObject({
  id: z.string(),
  title: z.string(),
  state,
  version: z.int(),
  createdAt: z.string(),
  opensAt: z.optional(z.string()),
  closesAt: z.optional(z.string()),
  openedAt: z.optional(z.string()),
  closedAt: z.optional(z.string()),
  archivedAt: z.optional(z.string()),
  responsesRemovedAt: z.optional(z.string()),
});

export const pollList = z.strictObject({ polls: z.array(pollSummary), cursor: z.optional(z.string()) });
