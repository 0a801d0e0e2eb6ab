import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, resourcesOfType, type TemplateResource, target } from '../support/templates.ts';

interface Queue {
  readonly MessageRetentionPeriod: number;
  readonly VisibilityTimeout: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown };
}

interface QueuePolicy {
  readonly Queues: readonly [unknown];
  readonly PolicyDocument: { readonly Statement: readonly { Effect: string; Condition?: unknown }[] };
}

const queues = resourcesOfType<Queue>('AWS::SQS::Queue');
const alarms = resourcesOfType<{ MetricName: string; Dimensions: [{ Value: unknown }] }>('AWS::CloudWatch::Alarm');
const mappings = resourcesOfType<{ EventSourceArn: unknown; FunctionName: unknown }>('AWS::Lambda::EventSourceMapping');

const deadLettersOf = (queue: TemplateResource<Queue>) =>
  target<Queue>(queue, queue.Properties.RedrivePolicy?.deadLetterTargetArn);

const hasAlarm = (queue: TemplateResource, metric: string) =>
  alarms.some(
    (alarm) =>
      alarm.Properties.MetricName === metric && target(alarm, alarm.Properties.Dimensions[0].Value)?.id === queue.id,
  );

const feeding = mappings.flatMap((mapping) => {
  const queue = target<Queue>(mapping, mapping.Properties.EventSourceArn);
  return queue?.Type === 'AWS::SQS::Queue' ? [{ mapping, queue }] : [];
});

test('a queue that feeds a function has a dead-letter queue that keeps messages at least as long', () => {
  assert.ok(feeding.length > 0);
  for (const { queue } of feeding) {
    const deadLetters = deadLettersOf(queue);
    assert.ok(deadLetters, nameOf(queue));
    assert.ok(deadLetters.Properties.MessageRetentionPeriod >= queue.Properties.MessageRetentionPeriod, nameOf(queue));
  }
});

test('a queue that feeds a function hides a message for six times the function’s timeout', () => {
  for (const { mapping, queue } of feeding) {
    const worker = target<{ Timeout: number }>(mapping, mapping.Properties.FunctionName);
    assert.ok(worker, nameOf(mapping));
    assert.ok(queue.Properties.VisibilityTimeout >= 6 * worker.Properties.Timeout, nameOf(queue));
  }
});

test('a queue that feeds a function has an alarm on its age, a dead-letter queue one on its first message', () => {
  for (const { queue } of feeding) assert.ok(hasAlarm(queue, 'ApproximateAgeOfOldestMessage'), nameOf(queue));
  const worked = new Set(feeding.map(({ queue }) => nameOf(queue)));
  const dead = queues.filter((queue) => !worked.has(nameOf(queue)));
  assert.ok(dead.length > 0);
  for (const queue of dead) assert.ok(hasAlarm(queue, 'ApproximateNumberOfMessagesVisible'), nameOf(queue));
});

test('every queue refuses what comes without TLS', () => {
  const policies = resourcesOfType<QueuePolicy>('AWS::SQS::QueuePolicy');
  for (const queue of queues) {
    const refuses = policies.some(
      (policy) =>
        target(policy, policy.Properties.Queues[0])?.id === queue.id &&
        policy.Properties.PolicyDocument.Statement.some(
          (statement) =>
            statement.Effect === 'Deny' &&
            JSON.stringify(statement.Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        ),
    );
    assert.ok(refuses, nameOf(queue));
  }
});
