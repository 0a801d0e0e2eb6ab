import { z } from 'zod';
import { limits } from '../../contracts/limits.ts';
import { encodings, readBytes } from './csv.ts';
import { UsageError } from './errors.ts';

/** A column by its header text, or by its number from 1. */
const column = z.union([z.string().min(1), z.number().int().min(1)]);
/** Neighbouring columns as a range of numbers, `"4-9"`, or any columns one by one. */
const columns = z.union([
  z.string().regex(/^[1-9]\d*-[1-9]\d*$/, 'must be a range such as "4-9"'),
  z.array(column).min(1),
]);

/** An option: its label, or the label with an id and the cells that mean it. */
const choice = z.union([
  z.string().min(1),
  z.strictObject({
    label: z.string().min(1),
    /** @default made from the label */
    id: z.string().min(1).optional(),
    /** @default the label */
    cells: z.array(z.string().min(1)).min(1).optional(),
  }),
]);
const choices = z.union([z.literal('auto'), z.array(choice).min(1)]).default('auto');

const base = {
  id: z.string().min(1),
  /** @default the text of the column's first header row */
  title: z.string().min(1).optional(),
  /** Cells that mean the same as a blank one. */
  ignore: z.array(z.string()).default([]),
};
/** One cell holds a list, or each option has a column of its own. */
const listed = {
  column: column.optional(),
  columns: columns.optional(),
  separator: z.string().min(1).default(';'),
  options: choices,
};
const oneOfBoth = (question: { column?: unknown; columns?: unknown }) =>
  (question.column === undefined) !== (question.columns === undefined);
const oneOfBothMessage = 'must have either "column" or "columns"';

const question = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('single'), column, options: choices }),
  z.strictObject({ ...base, kind: z.literal('multiple'), ...listed }).refine(oneOfBoth, oneOfBothMessage),
  z.strictObject({ ...base, kind: z.literal('ranking'), ...listed }).refine(oneOfBoth, oneOfBothMessage),
  z.strictObject({ ...base, kind: z.literal('matrix'), columns, rows: choices, options: choices }),
  z.strictObject({
    ...base,
    kind: z.literal('rating'),
    column,
    /** Ends of the scale, both included; a poll file's own go before these. */
    min: z.number().int().default(1),
    max: z.number().int().default(5),
    nps: z.boolean().default(false),
  }),
  z.strictObject({ ...base, kind: z.literal('text'), column }),
]);

/** What a mapping file says: how the columns of a survey export become the questions of a poll. */
export const mappingSchema = z.strictObject({
  title: z.string().min(1).max(limits.titleLength),
  language: z.string().default('en'),
  encoding: z.enum(encodings).default('utf-8'),
  delimiter: z.string().min(1).default(','),
  headerRows: z.number().int().min(1).max(5).default(1),
  questions: z.array(question).min(1).max(limits.questions),
});

export type Mapping = z.output<typeof mappingSchema>;
export type MappingInput = z.input<typeof mappingSchema>;
export type MappedQuestion = Mapping['questions'][number];
export type Choices = z.output<typeof choices>;
export type ColumnName = z.output<typeof column>;
export type ColumnNames = z.output<typeof columns>;

/** @throws UsageError that names the place in the file */
export function readMapping(file: string): Mapping {
  return checked(mappingSchema, readJson(file), file);
}

/** @throws UsageError where the file can't be read or isn't JSON */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readBytes(file)));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} isn't JSON: ${error.message}`);
    throw error;
  }
}

/** @throws UsageError that names every place that breaks the schema */
export function checked<S extends z.core.$ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
    return `${place.replace(/^\./, '') || 'the whole file'}: ${issue.message}`;
  });
  throw new UsageError(`${file} breaks a rule at ${problems.join('; ')}`);
}
