import { type Stack, Validations } from 'aws-cdk-lib';

/** Under which ids the CDK keeps the functions of `AwsCustomResource` and of `BucketDeployment`, one each in a stack. */
const provider = /^(AWS[0-9a-f]{32}|Custom::CDKBucketDeployment[0-9A-F]{32})$/;

const reason = 'The CDK chooses how its own custom resources run; CloudFormation waits for them and sees them fail.';
const rules = [
  'AwsSolutions-L1',
  'Serverless::Serverless-LambdaDLQ',
  'Serverless::Serverless-LambdaDefaultMemorySize',
  'Serverless::Serverless-LambdaLatestVersion',
  'Serverless::Serverless-LambdaTracing',
];

/** Tells cdk-nag why the functions of a stack's custom resources are as they are. */
export function acknowledgeCustomResources(stack: Stack): void {
  for (const construct of stack.node.children.filter(({ node }) => provider.test(node.id))) {
    Validations.of(construct).acknowledge(...rules.map((id) => ({ id, reason })));
  }
}
