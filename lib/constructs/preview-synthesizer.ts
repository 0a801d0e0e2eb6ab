import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { delivery } from '../../contracts/names.ts';

/**
 * Deploys a pull request's stacks through a bootstrap of their own, whose execution role stays within the Delivery
 * stack's boundary, and by a deployment role that reaches such stacks only: the CDK's own could delete any stack.
 */
export class PreviewSynthesizer extends DefaultStackSynthesizer {
  constructor() {
    super({
      qualifier: delivery.qualifier,
      deployRoleArn: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${delivery.roles.previewDeployment}`,
      useLookupRoleForStackOperations: false,
    });
  }
}
