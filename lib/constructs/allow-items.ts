import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { partitions } from '../../contracts/names.ts';
import type { ServiceFunction } from './service-function.ts';

export type Partition = keyof typeof partitions;

/** Allows actions on items of the Polls table by how their partition begins, and on no others. */
export function allowItems(
  { function: lambda }: ServiceFunction,
  actions: readonly string[],
  table: { readonly tableArn: string },
  parts: readonly Partition[],
): void {
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': parts.map((part) => `${partitions[part]}*`) },
      },
    }),
  );
}
