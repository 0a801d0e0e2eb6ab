import { Stack, Validations } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { delivery } from '../../contracts/names.ts';

/** How the names of all that belongs to a pull request's stage start. */
export const pullRequestPrefix = 'groundswell-pr-';

/** Those whose requests carry the role's boundary. Reading a policy doesn't, so no condition could let it through. */
const policyChanges = ['Put', 'Delete', 'Attach', 'Detach'].map((change) => `iam:${change}RolePolicy`);

/**
 * What no role of a pull request's stage exceeds, CloudFormation's own for it included. Services that name what they
 * hold are closed but for a pull request's names; of all others nothing may be touched that another stage has tagged;
 * and no role may be made without the boundary, or taken.
 */
export class PullRequestBoundary extends Construct {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { partition, account } = Stack.of(this);
    const arn = (service: string, name: string, region = '*') =>
      `arn:${partition}:${service}:${region}:${account}:${name}`;
    const role = (name: string) => arn('iam', `role/${name}`, '');
    const own = `${pullRequestPrefix}*`;
    this.policy = new ManagedPolicy(this, 'Policy', {
      managedPolicyName: delivery.boundary,
      description: 'What code of a pull request may do at most',
      statements: [
        new PolicyStatement({ sid: 'RestAllowed', actions: ['*'], resources: ['*'] }),
        // Not all of Secrets Manager: the random password of a new secret belongs to no name.
        deny('OtherNames', ['dynamodb:*', 'sqs:*', 'secretsmanager:*Secret*', 's3:*'], {
          notResources: [
            arn('dynamodb', `table/${own}`),
            arn('sqs', own),
            arn('secretsmanager', `secret:${own}`),
            `arn:${partition}:s3:::${own}`,
            `arn:${partition}:s3:::cdk-${delivery.qualifier}-assets-*`,
          ],
        }),
        deny('OtherFunctions', ['lambda:*Function*', 'lambda:*Alias*', 'lambda:*Permission', 'lambda:PublishVersion'], {
          notResources: [arn('lambda', `function:${own}`)],
        }),
        deny('OtherStacks', ['cloudformation:*'], { notResources: [arn('cloudformation', `stack/${own}`)] }),
        deny(
          'OtherLogs',
          ['logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:*Events', 'logs:StartQuery', 'logs:PutRetentionPolicy'],
          {
            notResources: [arn('logs', `log-group:${own}`), arn('logs', `log-group:/aws/lambda/${own}`)],
          },
        ),
        deny('OtherStages', ['*'], {
          resources: ['*'],
          conditions: {
            StringNotLike: { 'aws:ResourceTag/stage': 'pr-*' },
            Null: { 'aws:ResourceTag/stage': 'false' },
          },
        }),
        deny('OtherRoles', ['iam:*'], { notResources: [role(own), role('aws-service-role/*')] }),
        deny('RolesWithoutBoundary', ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', ...policyChanges], {
          resources: [role(own)],
          conditions: {
            StringNotEquals: { 'iam:PermissionsBoundary': arn('iam', `policy/${delivery.boundary}`, '') },
          },
        }),
        // A list shows what each origin is sent, the keys of all stages among it; no tag narrows it.
        deny('NoOriginKeys', ['cloudfront:ListDistributions*'], { resources: ['*'] }),
        deny('NeverLeave', ['iam:DeleteRolePermissionsBoundary', 'sts:AssumeRole*', 'organizations:*', 'account:*'], {
          resources: ['*'],
        }),
      ],
    });
    Validations.of(this.policy).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'A boundary grants nothing: what a role may do, its own policies say.',
      },
      {
        id: 'AwsSolutions-IAM5[Action::*]',
        reason: 'A boundary grants nothing: what a role may do, its own policies say.',
      },
    );
  }
}

function deny(
  sid: string,
  actions: string[],
  rest: { resources?: string[]; notResources?: string[]; conditions?: Record<string, Record<string, string>> },
): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.DENY, actions, ...rest });
}
