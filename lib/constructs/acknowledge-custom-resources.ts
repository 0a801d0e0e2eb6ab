import { type Stack, Validations } from 'aws-cdk-lib';
import { AwsCustomResource } from 'aws-cdk-lib/custom-resources';

/** Tells cdk-nag why the function of a stack's `AwsCustomResource`s is as it is; does nothing where there is none. */
export function acknowledgeCustomResources(stack: Stack): void {
  const provider = stack.node.tryFindChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
  if (!provider) return;
  const reason = 'The CDK chooses how its own custom resources run; CloudFormation waits for them and sees them fail.';
  const rules = [
    'AwsSolutions-L1',
    'Serverless::Serverless-LambdaDLQ',
    'Serverless::Serverless-LambdaDefaultMemorySize',
    'Serverless::Serverless-LambdaTracing',
  ];
  Validations.of(provider).acknowledge(...rules.map((id) => ({ id, reason })));
}
