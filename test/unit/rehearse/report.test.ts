import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EmulatedResource } from '../../../tools/rehearse/emulator.ts';
import { leftovers } from '../../../tools/rehearse/leftovers.ts';
import { countTypes, linesOf } from '../../../tools/rehearse/report.ts';

const resource = (over: Partial<EmulatedResource>): EmulatedResource => ({
  stack: 'groundswell-pr-1-data',
  region: 'eu-central-1',
  logicalId: 'Some',
  type: 'AWS::SQS::Queue',
  physicalId: 'some',
  retained: false,
  madeBy: 'moto',
  found: true,
  ...over,
});

test('what was only accepted never counts as made', () => {
  assert.deepEqual(countTypes([resource({ madeBy: 'nobody', found: null })]), [
    { type: 'AWS::SQS::Queue', outcome: 'accepted', count: 1 },
  ]);
});

test('what was made but nobody can find is missing, and what nobody can ask for is said to be so', () => {
  const outcomes = countTypes([
    resource({ found: false }),
    resource({ madeBy: 'adapter', found: false }),
    resource({ found: null }),
  ]);
  assert.deepEqual(
    outcomes.map(({ outcome, count }) => [outcome, count]),
    [
      ['unasked', 1],
      ['missing', 2],
    ],
  );
});

test("moto's own resources and those of the additions are told apart, and counted by type", () => {
  const rows = countTypes([
    resource({}),
    resource({}),
    resource({ madeBy: 'adapter' }),
    resource({ type: 'AWS::IAM::Role' }),
  ]);
  assert.deepEqual(rows, [
    { type: 'AWS::IAM::Role', outcome: 'moto', count: 1 },
    { type: 'AWS::SQS::Queue', outcome: 'moto', count: 2 },
    { type: 'AWS::SQS::Queue', outcome: 'adapter', count: 1 },
  ]);
});

test('the report names every type under its outcome, and what is retained', () => {
  const types = countTypes([resource({ type: 'AWS::FIS::ExperimentTemplate', madeBy: 'nobody', found: null })]);
  const text = linesOf({ stage: 'pr-1', steps: [], types, retained: ['eu-central-1 dynamodb: kept'] }).join('\n');
  assert.match(text, /accepted only[^\n]*\n +1 {2}AWS::FIS::ExperimentTemplate/);
  assert.match(text, /retained[^\n]*\n +eu-central-1 dynamodb: kept/);
});

test('whatever is left and not retained is an orphan, by its name, or at the end of an ARN or a URL', () => {
  const before = new Set(['eu-central-1 s3: assets']);
  const after = new Set([
    ...before,
    'eu-central-1 dynamodb: polls',
    'us-east-1 dynamodb: polls',
    'eu-central-1 secretsmanager: tokens',
    'eu-central-1 logs: polls-log',
    'eu-central-1 sqs: accepted',
  ]);
  const resources = [
    resource({ physicalId: 'polls', retained: true }),
    resource({ physicalId: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:tokens-AbCdEf', retained: true }),
    resource({ physicalId: 'http://sqs.localhost:1/123456789012/accepted', retained: true }),
    resource({ physicalId: 'polls-log' }),
  ];
  assert.deepEqual(leftovers(before, after, resources), {
    retained: [
      'eu-central-1 dynamodb: polls',
      'eu-central-1 secretsmanager: tokens',
      'eu-central-1 sqs: accepted',
      'us-east-1 dynamodb: polls',
    ],
    orphans: ['eu-central-1 logs: polls-log'],
  });
});
