import * as z from 'zod/mini';
import { limits } from './limits.ts';
import type { Pictures } from './media.ts';
import { lineOf, proseOf } from './text.ts';

const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const list = <Item extends z.core.$ZodType>(item: Item, least: number, most: number) =>
  z.array(item).check(z.minLength(least), z.maxLength(most));

const id = z
  .string()
  .check(
    z.regex(
      new RegExp(`^[A-Za-z0-9][A-Za-z0-9_-]{0,${limits.idLength - 1}}$`),
      `must be 1 to ${limits.idLength} letters, digits, "_" or "-", starting with a letter or digit`,
    ),
  );
const language = z
  .string()
  .check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/, 'must be a language tag such as "en"'));
const instant = z.iso.datetime({ offset: true, message: 'must be an ISO 8601 time such as 2027-01-31T18:00:00Z' });
const label = lineOf(1, limits.labelLength);

/** A picture that is ready: the id that `POST /media` gave it. */
const media = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the id of a picture'));

const option = z.strictObject({ id, label, media: z.optional(media) });
const line = z.strictObject({ id, label });

/** Shown only when every condition holds for the earlier answers. */
const condition = z.strictObject({
  question: id,
  /** The earlier answer is, or contains, at least one of these (option ids; ratings as numbers). */
  anyOf: list(z.union([id, z.int()]), 1, limits.options),
});

const base = {
  id,
  title: label,
  optional: z._default(z.boolean(), false),
  showIf: z.optional(list(condition, 1, limits.showIfConditions)),
};

export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('single'), options: list(option, 1, limits.options) }),
  z.strictObject({
    ...base,
    kind: z.literal('multiple'),
    options: list(option, 1, limits.options),
    minChoices: z._default(whole(1, limits.options), 1),
    /** @default the number of options */
    maxChoices: z.optional(whole(1, limits.options)),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('rating'),
    min: whole(-100, 100),
    max: whole(-100, 100),
    /** Net Promoter Score; asks for a scale of 0 to 10. */
    nps: z._default(z.boolean(), false),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('ranking'),
    options: list(option, 2, limits.options),
    /** How many options must be ranked. @default all */
    minRanked: z.optional(whole(1, limits.options)),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('matrix'),
    rows: list(line, 1, limits.matrixRows),
    columns: list(line, 1, limits.matrixColumns),
    /** Whether every row must be answered. */
    allRows: z._default(z.boolean(), true),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('text'),
    maxLength: z._default(whole(1, limits.textAnswerLength), 1_000),
  }),
]);

/** One text in another language, by the path of what it translates: `title`, `q1.title`, `q1.options.a`. */
const translation = z.record(
  z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,130}$/)),
  proseOf(1, limits.descriptionLength),
);

const policies = z.strictObject({
  /** One response per device token, per voter that the workspace vouches for, per one-time code, or no limit. */
  voters: z._default(z.enum(['device', 'authenticated', 'codes', 'open']), 'device'),
  /** A voter's second response is refused, or replaces the first. */
  changes: z._default(z.enum(['refuse', 'replace']), 'refuse'),
  /** Who sees results before closing; the workspace itself always does. */
  results: z._default(z.enum(['always', 'after-voting', 'after-closing', 'never']), 'always'),
});

/** Fields that a response carries beside its answers. */
const metadata = z
  .array(
    z.strictObject({
      id,
      required: z._default(z.boolean(), false),
      maxLength: z._default(whole(1, limits.metadataValueLength), 100),
    }),
  )
  .check(z.maxLength(limits.metadataFields));

const description = proseOf(0, limits.descriptionLength);
const translations = z.record(language, translation);
/** Voters that are expected; a bigger audience gets more table shards. */
const audience = whole(1, limits.audience);

const needed = {
  title: lineOf(1, limits.titleLength),
  questions: list(questionSchema, 1, limits.questions),
};

/** Body of `POST /polls`. */
export const pollDefinitionSchema = z.strictObject({
  ...needed,
  description: z.optional(description),
  media: z.optional(media),
  language: z._default(language, 'en'),
  translations: z.optional(translations),
  policy: z.prefault(policies, {}),
  /** Opens by itself at this time. */
  opensAt: z.optional(instant),
  /** Closes by itself at this time. */
  closesAt: z.optional(instant),
  audience: z.optional(audience),
  metadata: z._default(metadata, []),
});

/** Body of `PATCH /polls/{pollId}`: JSON Merge Patch of the top level; `null` removes an optional part. */
export const pollPatchSchema = z.partial(
  z.strictObject({
    ...needed,
    description: z.nullable(description),
    media: z.nullable(media),
    language,
    translations: z.nullable(translations),
    policy: policies,
    opensAt: z.nullable(instant),
    closesAt: z.nullable(instant),
    audience: z.nullable(audience),
    metadata,
  }),
);

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
  /** When its responses were proven to be in the archive; they leave the table from then on. */
  readonly archivedAt?: string;
  /** When its voters' own data was removed by its workspace's retention; results stay. */
  readonly responsesRemovedAt?: string;
  /** Those that the poll and its options name; absent where they name none. */
  readonly pictures?: Pictures;
}

/** What a voter gets: the form, the same for everyone, without anything of the workspace. */
export interface Ballot
  extends Pick<
    PollDefinition,
    'title' | 'description' | 'media' | 'language' | 'translations' | 'questions' | 'metadata' | 'policy'
  > {
  readonly pollId: string;
  readonly state: PollState;
  readonly opensAt?: string;
  readonly closesAt?: string;
  /** Those that the poll and its options name; absent where they name none. */
  readonly pictures?: Pictures;
}
