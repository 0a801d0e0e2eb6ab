import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Assembly } from '../../../local/assembly/assembly.ts';
import { awsLimits } from '../../../tools/simulate/aws-limits.ts';
import { designOf } from '../../../tools/simulate/design.ts';
import { preparedFor, settingsOf } from '../../../tools/simulate/settings-of.ts';
import { testStage } from '../../support/configuration.ts';

const stage = testStage('production');
const source = (name: string, more: Record<string, unknown>) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    FunctionName: { Ref: `Service${name}Function0123ABCD` },
    BatchSize: 70,
    MaximumBatchingWindowInSeconds: 2,
    ...more,
  },
});
const resources = {
  Recording: source('recordResponses', {
    EventSourceArn: { 'Fn::GetAtt': ['Accepted', 'Arn'] },
    ScalingConfig: { MaximumConcurrency: 33 },
  }),
  Tallying: source('tallyResponses', { BatchSize: 800 }),
  Publishing: source('publishResults', { BatchSize: 900 }),
  Accepted: {
    Type: 'AWS::SQS::Queue',
    Properties: { VisibilityTimeout: 120, RedrivePolicy: { maxReceiveCount: 4 } },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      RouteSettings: {
        'POST /polls/{pollId}/responses': { ThrottlingRateLimit: 8_000, ThrottlingBurstLimit: 700 },
        'POST /polls': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
      },
    },
  },
};
const assemblyWith = (Resources: Assembly['stacks'][number]['template']['Resources']): Assembly => ({
  stacks: [{ name: 'stack', region: 'eu-central-1', template: { Resources, Outputs: {} } }],
  assets: new Map(),
});

test('the design has what the templates say, and from the configuration only what they do not', () => {
  const design = designOf(stage, assemblyWith(resources));
  assert.deepEqual(design, {
    stage: 'production',
    votesPerSecond: 8_000,
    votesAtOnce: 700,
    ...stage.quotas,
    warmLeast: 2,
    warmMost: 100,
    recordConcurrency: 33,
    pollersLeast: 0,
    pollersMost: 0,
    recording: { batchSize: 70, windowSeconds: 2 },
    hiddenSeconds: 120,
    mostReceives: 4,
    tallying: { batchSize: 800, windowSeconds: 2 },
    publishing: { batchSize: 900, windowSeconds: 2 },
    distributionRequests: awsLimits.distributionRequests,
    tableWrites: awsLimits.dynamodb.tableWrites,
    inFlightMessages: awsLimits.inFlightMessages,
    warmWrites: 0,
    tallyItems: 1,
  });
});

test('a template without what a vote needs is named', () => {
  const { Recording: _, ...rest } = resources;
  assert.throws(() => designOf(stage, assemblyWith(rest)), /feeds recordResponses/);
  const { Stage: __, ...unthrottled } = resources;
  assert.throws(() => designOf(stage, assemblyWith(unthrottled)), /the throttle of votes/);
});

test('an announced audience brings keys, warm throughput and warm instances; none finds a new table', () => {
  const design = designOf(stage, assemblyWith(resources));
  const of = (audience: number, formerPeak = 0) => preparedFor(design, { audience, formerPeak, retries: true });
  assert.deepEqual(of(0), { keys: 16, partitions: 4, warm: 2 });
  assert.deepEqual(of(100_000), { keys: 32, partitions: 8, warm: 100 });
  assert.deepEqual(of(0, 20_000), { keys: 16, partitions: 40, warm: 2 }, 'twice its former peak');
});

test('the model takes the smaller of what the event source and Lambda allow, or provisioned pollers', () => {
  const design = designOf(stage, assemblyWith(resources));
  const none = { audience: 0, formerPeak: 0, retries: true };
  assert.deepEqual(settingsOf(design, none).record.pollers, { first: 5, perSecond: 5, most: 33 });
  assert.equal(settingsOf({ ...design, recordConcurrency: 9_999 }, none).record.pollers.most, 1_250);
  const provisioned = settingsOf({ ...design, pollersLeast: 20, pollersMost: 300 }, none).record.pollers;
  assert.deepEqual([provisioned.first, provisioned.most], [200, 3_000]);
});
