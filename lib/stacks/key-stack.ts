import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { cloudOnly, dataKeyAlias } from '../../contracts/names.ts';

/** What keeps personal data under the key. Each asks KMS in the name of whoever uses it. */
const services = ['dynamodb', 'sqs', 's3'];

/**
 * A region's key for personal data. It is there before the tables, of which one has replicas in regions whose other
 * stacks come later; so all find it by its alias.
 *
 * Who may read an item, a message or a file is for the roles to say. The key lets whoever in the account may do that
 * use it through those services, and for nothing else, which is what AWS's own keys do; unlike those it can be
 * disabled at once, and each of its uses is in CloudTrail.
 */
export class KeyStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: string }) {
    super(scope, id, props);
    this.templateOptions.metadata = { [cloudOnly]: true };
    Tags.of(this).add('service', 'data');
    const key = new Key(this, 'Key', {
      alias: dataKeyAlias(stage),
      description: `Personal data of Groundswell's stage ${stage}`,
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughServicesOnly',
        principals: [new AnyPrincipal()],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': this.account,
            'kms:ViaService': services.map((service) => `${service}.${this.region}.amazonaws.com`),
          },
        },
      }),
    );
    // Replication runs under a role of DynamoDB's own, which looks at the key before it uses it.
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ReplicasAreWatched',
        principals: [new AnyPrincipal()],
        actions: ['kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:CallerAccount': this.account },
          ArnLike: {
            'aws:PrincipalArn': `arn:${this.partition}:iam::${this.account}:role/aws-service-role/replication.dynamodb.amazonaws.com/*`,
          },
        },
      }),
    );
  }
}
