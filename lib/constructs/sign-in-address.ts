import { Stack } from 'aws-cdk-lib';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledgeCustomResources } from './acknowledge-custom-resources.ts';
import type { SignIn } from './sign-in.ts';

export interface SignInAddressProps {
  readonly signIn: SignIn;
  /** Where the studio stands, with `https://`. */
  readonly url: string;
}

/**
 * Tells the user pool's client where the studio stands, in a stage without a domain: CloudFront makes that name up long
 * after the functions need the client's id. The call holds all of the client's settings, so a change of one of them
 * in the client's own stack, which undoes the call, also repeats it.
 */
export class SignInAddress extends Construct {
  constructor(scope: Construct, id: string, { signIn, url }: SignInAddressProps) {
    super(scope, id);
    const parameters = signIn.updateAt(url);
    new AwsCustomResource(this, 'Update', {
      onUpdate: {
        service: 'cognito-identity-provider',
        action: 'updateUserPoolClient',
        parameters,
        // The pool stands at home, which this stack may not.
        region: Stack.of(signIn).region,
        // The answer is nobody's business, and may be too long for CloudFormation.
        outputPaths: ['UserPoolClient.ClientId'],
        physicalResourceId: PhysicalResourceId.of(`${Stack.of(signIn).stackName}-client`),
      },
      policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [signIn.userPool.userPoolArn] }),
      installLatestAwsSdk: false,
    });
    acknowledgeCustomResources(Stack.of(this));
  }
}
