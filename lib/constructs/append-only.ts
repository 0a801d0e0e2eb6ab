import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { partitions } from '../../contracts/names.ts';

/** By which global tables copy what was written in another region; denied anything, it would stop copying. */
const replication =
  'arn:*:iam::*:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication';

/**
 * The policy of a table in whose records nobody changes or deletes an entry, whatever their own policies say. It can't
 * ask for a condition of a `PutItem`: what replaces an entry by one shows in the chain of hashes.
 */
export function appendOnlyRecords(): PolicyDocument {
  const statement = new PolicyStatement({
    sid: 'RecordsAreAppendOnly',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'].map(
      (action) => `dynamodb:${action}`,
    ),
    // The table that it is attached to.
    resources: ['*'],
    conditions: {
      'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': `${partitions.audit}*` },
      ArnNotLike: { 'aws:PrincipalArn': replication },
    },
  });
  return new PolicyDocument({ statements: [statement] });
}
