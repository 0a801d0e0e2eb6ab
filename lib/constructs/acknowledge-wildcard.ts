import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Tells cdk-nag why a grant ends in a wildcard; `arn` as it was granted, of the stack's own account and region. */
export function acknowledgeWildcard(scope: Construct, arn: string, reason: string): void {
  const { account, partition } = Stack.of(scope);
  const shown = [
    [account, '<AWS::AccountId>'],
    [partition, '<AWS::Partition>'],
  ] as const;
  const named = shown.reduce(
    (text, [value, name]) => (Token.isUnresolved(value) ? text.replace(value, name) : text),
    arn,
  );
  Validations.of(scope).acknowledge({ id: `AwsSolutions-IAM5[Resource::${named}]`, reason });
}
