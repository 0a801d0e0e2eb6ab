import { Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';

const reason =
  'Wildcards stand for the regions of a stage, and for stages, stacks and versions that come and go behind a prefix of ours; only the names of stacks are listed for the whole account, as CloudFormation lists no other way.';

/** Allows actions on resources by the names that they will have, some behind a prefix. */
export function allow(
  role: Role,
  actions: readonly string[],
  resources: readonly string[],
  conditions: Record<string, unknown> = {},
): void {
  role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
  const { account } = Stack.of(role);
  for (const resource of resources.filter((name) => name.includes('*'))) {
    // As cdk-nag writes an account that only the deployment knows.
    const name = Token.isUnresolved(account) ? resource.replaceAll(account, '<AWS::AccountId>') : resource;
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${name}]`, reason });
  }
}
