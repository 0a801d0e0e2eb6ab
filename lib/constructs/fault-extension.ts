import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { type Function as LambdaFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { FunctionName } from '../../contracts/functions.ts';
import { faultBucketName } from '../../contracts/names.ts';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { untried } from './untried.ts';

/** The functions in which faults can happen: those that voters wait for, the region's health, and those that record and count. */
export const faultTargets = [
  'submitResponse',
  'getBallot',
  'signDevice',
  'getResults',
  'getHealth',
  'recordResponses',
  'tallyResponses',
] as const satisfies readonly FunctionName[];
export type FaultTarget = (typeof faultTargets)[number];

/** Where in its bucket FIS writes the faults that are on. */
export const faultFolder = 'FisConfigs';

/** What the extension wants in the environment of its function. */
export const faultVariables = ['AWS_FIS_CONFIGURATION_LOCATION', 'AWS_LAMBDA_EXEC_WRAPPER'] as const;

/** AWS names the newest extension of each region here (https://docs.aws.amazon.com/fis/latest/userguide/actions-lambda-extension-arns.html). */
const extensionParameter = '/aws/service/fis/lambda-extension/AWS-FIS-extension-arm64/1.x.x';

/**
 * Gives a function what AWS FIS needs to let faults happen in it: a layer that stands between Lambda and the handler,
 * and the right to read which faults are on. It looks once a minute, so a fault takes as long to begin.
 * Does nothing for a function that is no target.
 */
export function addFaultExtension(scope: Construct, name: FunctionName, target: LambdaFunction, stage: string): void {
  if (!faultTargets.some((known) => known === name)) return;
  const stack = Stack.of(scope);
  const extension = new Construct(scope, 'Faults');
  const layerArn = StringParameter.valueForStringParameter(extension, extensionParameter);
  target.addLayers(LayerVersion.fromLayerVersionArn(extension, 'Extension', layerArn));
  const bucket = faultBucketName(stage, stack.account, stack.region);
  const bucketArn = stack.formatArn({ service: 's3', account: '', region: '', resource: bucket });
  const [location, wrapper] = faultVariables;
  target.addEnvironment(location, `${bucketArn}/${faultFolder}/`);
  target.addEnvironment(wrapper, '/opt/aws-fis/bootstrap');
  const faults = `${bucketArn}/${faultFolder}/*`;
  target.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [faults] }));
  target.addToRolePolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${faultFolder}/*`] } },
    }),
  );
  untried(target.role as Role, {
    actions: ['s3:GetObject', 's3:ListBucket'],
    resources: [faults, bucketArn],
    reason: 'FIS’s extension in the function’s layer reads them, and there is none on a laptop.',
  });
  acknowledgeWildcard(scope, faults, 'FIS names the files of its faults itself, in a folder of their own.');
}
