import assert from 'node:assert/strict';
import { tableName } from '../../contracts/names.ts';
import { nameOf, type TemplateResource } from './templates.ts';

/** Every table of a stage. */
export const tables = ['polls', 'responses', 'tallies'] as const;

/** Fails unless the ARNs are those of each table of the resource's stage, and of no other. */
export function assertOwnTables(from: TemplateResource, arns: readonly unknown[]): void {
  const names = arns.map((arn) => /:table\/([\w-]+)"/.exec(JSON.stringify(arn))?.[1]);
  assert.deepEqual(names.sort(), tables.map((table) => tableName(from.stage, table)).sort(), nameOf(from));
}
