import { z } from 'zod';

const texts = z.union([z.string(), z.array(z.string())]);
const statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** A policy as templates have it, with what references stand for. */
export const policyDocument = z.object({
  Version: z.string().default('2012-10-17'),
  Statement: z.array(statement),
});
export type PolicyDocument = z.output<typeof policyDocument>;
export type Statement = z.output<typeof statement>;

/** Grants that no run on a laptop uses, and why: a role's metadata says so, see `lib/constructs/untried.ts`. */
export const untriedSchema = z.array(
  z.object({
    actions: z.array(z.string()),
    reason: z.string().min(1),
    /** ARNs as they were granted. @default all on which the role may do this */
    resources: z.array(z.string()).optional(),
  }),
);
export type Untried = z.output<typeof untriedSchema>[number];

/** What a role may do, and what of it nobody tries on a laptop. */
export interface Role {
  /** Its logical id: the same in every region of a stage. */
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly statements: readonly Statement[];
  readonly untried: readonly Untried[];
  /** What its conditions look at. */
  readonly conditionKeys: ReadonlySet<string>;
}
