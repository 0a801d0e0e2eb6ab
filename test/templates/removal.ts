import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delivery } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, resources, resourcesOfType, stacks, target } from '../support/templates.ts';

/** Types of which something may remain after its stack. */
const stateful =
  /^AWS::(Backup::BackupVault|Cognito::UserPool|DynamoDB::(GlobalTable|Table)|KMS::Key|Logs::(LogGroup|LogStream)|S3::Bucket|SecretsManager::Secret|SQS::Queue)$/;

const ofRetained = (isRetained: boolean) => resources.filter(({ stage }) => testStage(stage).retain === isRetained);

test('whatever holds state goes with a passing stage and outlives a lasting one', () => {
  for (const isRetained of [false, true]) {
    const found = ofRetained(isRetained).filter(({ Type }) => stateful.test(Type));
    assert.ok(found.length > 0);
    for (const resource of found) {
      const expected = isRetained ? 'Retain' : 'Delete';
      assert.equal(resource.DeletionPolicy, expected, nameOf(resource));
      assert.equal(resource.UpdateReplacePolicy, expected, nameOf(resource));
    }
  }
});

test('nothing of a passing stage resists its removal', () => {
  const text = JSON.stringify(ofRetained(false));
  assert.doesNotMatch(text, /"DeletionProtection(Enabled)?":(true|"ACTIVE")/);
  assert.doesNotMatch(text, /"(DeletionPolicy|UpdateReplacePolicy)":"(Retain|Snapshot|RetainExceptOnCreate)"/);
  assert.doesNotMatch(text, /"(LockConfiguration|ObjectLockEnabled)":/);
});

test('a bucket of a passing stage is emptied before it is deleted', () => {
  for (const bucket of ofRetained(false).filter(({ Type }) => Type === 'AWS::S3::Bucket')) {
    const emptied = resources.some(
      (resource) =>
        resource.Type === 'Custom::S3AutoDeleteObjects' &&
        target(resource, (resource.Properties as { BucketName: unknown }).BucketName) === bucket,
    );
    assert.ok(emptied, nameOf(bucket));
  }
});

test('every function, the CDK’s own too, logs to a group of its stack, and no role can make another', () => {
  for (const lambda of resourcesOfType<{ LoggingConfig?: { LogGroup: unknown } }>('AWS::Lambda::Function')) {
    assert.equal(
      target(lambda, lambda.Properties.LoggingConfig?.LogGroup)?.Type,
      'AWS::Logs::LogGroup',
      nameOf(lambda),
    );
  }
  for (const role of [...resourcesOfType('AWS::IAM::Role'), ...resourcesOfType('AWS::IAM::Policy')]) {
    assert.doesNotMatch(JSON.stringify(role), /AWSLambdaBasicExecutionRole|logs:(CreateLogGroup|\*)/, nameOf(role));
  }
});

test('a lasting stack can not be deleted by a slip, and a passing one has no protection', () => {
  for (const { stage, name, isProtected } of stacks) assert.equal(isProtected, testStage(stage).retain, name);
});

test('a stack says by its own tags whose it is, and a preview’s when it ends', () => {
  for (const { stage, name, tags } of stacks) {
    const { owner, expiresAfterDays } = testStage(stage);
    const ending = expiresAfterDays === undefined ? {} : { 'expires-after-days': String(expiresAfterDays) };
    assert.deepEqual(tags, { project: 'groundswell', stage, owner, ...ending }, name);
  }
  assert.ok(stacks.some(({ tags }) => 'expires-after-days' in tags));
});

test('roles of a pull request’s stage stay within the boundary, and those of other stages have none', () => {
  for (const role of resourcesOfType<{ PermissionsBoundary?: unknown }>('AWS::IAM::Role')) {
    const boundary = JSON.stringify(role.Properties.PermissionsBoundary ?? '');
    assert.equal(boundary.includes(`:policy/${delivery.boundary}`), role.stage.startsWith('pr-'), nameOf(role));
  }
});

test('a pull request’s stacks are deployed by roles that reach no other stage', () => {
  for (const { stage, name, deployRole, executionRole } of stacks) {
    const isPullRequest = stage.startsWith('pr-');
    assert.equal(deployRole.endsWith(`:role/${delivery.roles.previewDeployment}`), isPullRequest, name);
    assert.equal(executionRole.includes(`cdk-${delivery.qualifier}-cfn-exec-role`), isPullRequest, name);
  }
});
