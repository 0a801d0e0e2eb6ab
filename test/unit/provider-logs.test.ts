import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { ownProviderLogs } from '../../lib/provider-logs.ts';
import { appOf } from '../support/app.ts';
import { testStage } from '../support/configuration.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly LoggingConfig?: { readonly LogGroup: { readonly Ref: string } };
    readonly RetentionInDays?: number;
  };
}

const outdir = mkdtempSync(join(tmpdir(), 'groundswell-provider-'));
after(() => rmSync(outdir, { recursive: true, force: true }));

test('each kind of function that the CDK adds by itself logs to a group of the stack, and can make no other', () => {
  const app = appOf(outdir);
  const stack = new Stack(app, 'Stack');
  const bucket = new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
  bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(new Queue(stack, 'Queue')));
  new AwsCustomResource(stack, 'Call', {
    onUpdate: { service: 'STS', action: 'getCallerIdentity', physicalResourceId: PhysicalResourceId.of('call') },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
  ownProviderLogs(app, testStage('pr-1'));

  const { template } = app.synth().getStackByName(stack.stackName);
  const resources: Readonly<Record<string, Resource>> = template.Resources;
  const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  assert.equal(functions.length, 3);
  for (const { Properties } of functions) {
    const group = resources[Properties.LoggingConfig?.LogGroup.Ref ?? ''];
    assert.equal(group?.Type, 'AWS::Logs::LogGroup');
    assert.equal(group?.Properties.RetentionInDays, testStage('pr-1').logRetentionDays);
  }
  assert.doesNotMatch(JSON.stringify(resources), /AWSLambdaBasicExecutionRole|logs:CreateLogGroup/);
});
