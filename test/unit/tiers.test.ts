import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TieredBucket } from '../../lib/constructs/tiered-bucket.ts';
import { type Tier, WrongTiers } from '../../lib/constructs/tiers.ts';

function synthesized(tiers: readonly Tier[], retain = false) {
  const stack = new Stack(new App(), 'Stack');
  new TieredBucket(stack, 'Bucket', { retain, tiers, accessLogs: { noneBecause: 'It is a test.' } });
  return Template.fromStack(stack);
}

/** What is said of tiers that can't be. */
function saidOf(...tiers: readonly Tier[]): string {
  try {
    synthesized(tiers);
    return '';
  } catch (error) {
    assert.ok(error instanceof WrongTiers);
    return error.message;
  }
}

const prefix = 'logs/';

test('tiers that would be refused, or paid for twice, are told in a sentence', () => {
  const wrong: [Tier, RegExp][] = [
    [{ prefix, infrequentAfterDays: 29 }, /Standard-IA after 30 days at the earliest/],
    [{ prefix, infrequentAfterDays: 30, instantArchiveAfterDays: 59 }, /go on to Glacier Instant .* give them 60 or/],
    [{ prefix, instantArchiveAfterDays: 0, deepArchiveAfterDays: 89 }, /go on to Glacier Deep .* give them 90 or more/],
    [{ prefix, deepArchiveAfterDays: 180, expireAfterDays: 359 }, /expire after 359 days.* give them 360 or more/],
    [{ prefix, unknownAccess: true, deepArchiveAfterDays: 180 }, /go to Intelligent-Tiering, or through steps/],
    [{ prefix }, /Nothing ever happens/],
    [{ prefix: 'logs', expireAfterDays: 1 }, /must end in a slash/],
    [{ prefix: '/', expireAfterDays: 1 }, /must end in a slash/],
  ];
  for (const [tier, expected] of wrong) assert.match(saidOf(tier), expected, JSON.stringify(tier));
  assert.match(
    saidOf({ prefix, expireAfterDays: 1 }, { prefix: 'logs/old/', expireAfterDays: 9 }),
    /lies within logs\//,
  );
  assert.match(saidOf({ prefix, expireAfterDays: 1 }, { prefix, expireAfterDays: 9 }), /lies within logs\//);
});

test('tiers that are just long enough are taken', () => {
  const steps = { infrequentAfterDays: 30, instantArchiveAfterDays: 60, deepArchiveAfterDays: 150 };
  assert.equal(saidOf({ prefix, ...steps, expireAfterDays: 330 }, { prefix: 'other/', expireAfterDays: 1 }), '');
});

test('objects of which nobody knows who reads them go to Intelligent-Tiering at once', () => {
  synthesized([{ prefix: 'exports/', unknownAccess: true }]).hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: [
        { Id: 'remains' },
        { Id: 'exports', Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }] },
      ],
    },
  });
});

test('a bucket that is not retained is emptied and goes, one that is retained is left alone', () => {
  const tiers = [{ prefix, expireAfterDays: 1 }];
  synthesized(tiers, false).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  synthesized(tiers, false).resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  synthesized(tiers, true).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  synthesized(tiers, true).resourceCountIs('Custom::S3AutoDeleteObjects', 0);
});
