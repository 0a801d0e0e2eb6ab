import * as z from 'zod';
import { limits } from './limits.ts';

const id = z
  .string()
  .regex(
    new RegExp(`^[A-Za-z0-9][A-Za-z0-9_-]{0,${limits.idLength - 1}}$`),
    `must be 1 to ${limits.idLength} letters, digits, "_" or "-", starting with a letter or digit`,
  );
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/, 'must be a language tag such as "en"');
const instant = z.iso.datetime({ offset: true, message: 'must be an ISO 8601 time such as 2027-01-31T18:00:00Z' });
const label = z.string().min(1).max(limits.labelLength);

const option = z.strictObject({ id, label });

/** Shown only when every condition holds for the earlier answers. */
const condition = z.strictObject({
  question: id,
  /** The earlier answer is, or contains, at least one of these (option ids; ratings as numbers). */
  anyOf: z
    .array(z.union([id, z.number().int()]))
    .min(1)
    .max(limits.options),
});

const base = {
  id,
  title: label,
  optional: z.boolean().default(false),
  showIf: z.array(condition).min(1).max(limits.showIfConditions).optional(),
};
const options = z.array(option).min(2).max(limits.options);

export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('single'), options: z.array(option).min(1).max(limits.options) }),
  z.strictObject({
    ...base,
    kind: z.literal('multiple'),
    options: z.array(option).min(1).max(limits.options),
    minChoices: z.number().int().min(1).max(limits.options).default(1),
    /** @default the number of options */
    maxChoices: z.number().int().min(1).max(limits.options).optional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('rating'),
    min: z.number().int().min(-100).max(100),
    max: z.number().int().min(-100).max(100),
    /** Net Promoter Score; asks for a scale of 0 to 10. */
    nps: z.boolean().default(false),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('ranking'),
    options,
    /** How many options must be ranked. @default all */
    minRanked: z.number().int().min(1).max(limits.options).optional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('matrix'),
    rows: z.array(option).min(1).max(limits.matrixRows),
    columns: z.array(option).min(1).max(limits.matrixColumns),
    /** Whether every row must be answered. */
    allRows: z.boolean().default(true),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('text'),
    maxLength: z.number().int().min(1).max(limits.textAnswerLength).default(1_000),
  }),
]);

/** One text in another language, by the path of what it translates: `title`, `q1.title`, `q1.options.a`. */
const translation = z.record(
  z.string().regex(/^[A-Za-z0-9_.-]{1,130}$/),
  z.string().min(1).max(limits.descriptionLength),
);

const policies = z.strictObject({
  /** One response per device token, per voter that the workspace's own backend vouches for, or no limit. */
  voters: z.enum(['device', 'authenticated', 'open']).default('device'),
  /** A voter's second response is refused, or replaces the first. */
  changes: z.enum(['refuse', 'replace']).default('refuse'),
  /** Who sees results before closing; the workspace itself always does. */
  results: z.enum(['always', 'after-voting', 'after-closing', 'never']).default('always'),
});

const editable = {
  title: z.string().min(1).max(limits.titleLength),
  description: z.string().max(limits.descriptionLength).optional(),
  language,
  translations: z.record(language, translation).optional(),
  questions: z.array(questionSchema).min(1).max(limits.questions),
  policy: policies,
  /** Opens by itself at this time. */
  opensAt: instant.optional(),
  /** Closes by itself at this time. */
  closesAt: instant.optional(),
  /** Voters that are expected; a bigger audience gets more table shards. */
  audience: z.number().int().min(1).max(limits.audience).optional(),
  /** Fields that a response carries beside its answers. */
  metadata: z
    .array(
      z.strictObject({
        id,
        required: z.boolean().default(false),
        maxLength: z.number().int().min(1).max(limits.metadataValueLength).default(100),
      }),
    )
    .max(limits.metadataFields)
    .default([]),
};

/** Body of `POST /polls`. */
export const pollDefinitionSchema = z.strictObject({
  ...editable,
  language: editable.language.default('en'),
  policy: editable.policy.prefault({}),
});

/** Body of `PATCH /polls/{pollId}`: JSON Merge Patch of the top level; `null` removes an optional part. */
export const pollPatchSchema = z
  .strictObject({
    ...editable,
    description: editable.description.nullable(),
    translations: editable.translations.nullable(),
    opensAt: editable.opensAt.nullable(),
    closesAt: editable.closesAt.nullable(),
    audience: editable.audience.nullable(),
    metadata: editable.metadata.unwrap(),
  })
  .partial();

export type Question = z.output<typeof questionSchema>;
export type QuestionKind = Question['kind'];
export type Option = z.output<typeof option>;
export type ShowIf = z.output<typeof condition>;
export type PollDefinition = z.output<typeof pollDefinitionSchema>;
/** A definition as a person writes it, defaults left out. */
export type PollDefinitionInput = z.input<typeof pollDefinitionSchema>;
export type PollPatch = z.output<typeof pollPatchSchema>;
export type PollPolicy = PollDefinition['policy'];

export type PollState = 'draft' | 'scheduled' | 'open' | 'closed';

/** A poll as the API shows it to its workspace. */
export interface PollView extends PollDefinition {
  readonly id: string;
  readonly state: PollState;
  /** Changes with every edit; the value of `ETag` and `If-Match`. */
  readonly version: number;
  readonly createdAt: string;
  readonly openedAt?: string;
  readonly closedAt?: string;
}

/** What a voter gets: the form, the same for everyone, without anything of the workspace. */
export interface Ballot
  extends Pick<
    PollDefinition,
    'title' | 'description' | 'language' | 'translations' | 'questions' | 'metadata' | 'policy'
  > {
  readonly pollId: string;
  readonly state: PollState;
  readonly opensAt?: string;
  readonly closesAt?: string;
}
