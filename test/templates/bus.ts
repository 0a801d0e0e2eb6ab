import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventSource, eventTypes } from '../../contracts/events.ts';
import {
  nameOf,
  placeOf,
  regionStacks,
  resources,
  resourcesOfType,
  type TemplateResource,
  target,
} from '../support/templates.ts';

interface Rule {
  readonly EventBusName: unknown;
  readonly EventPattern: { readonly source: readonly string[]; readonly 'detail-type': readonly string[] };
  readonly Targets: readonly { readonly Arn: unknown; readonly DeadLetterConfig?: { readonly Arn: unknown } }[];
}

interface QueuePolicy {
  readonly Queues: readonly unknown[];
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Effect: string;
      readonly Action: string | readonly string[];
      readonly Principal: unknown;
      readonly Condition?: { readonly ArnEquals?: Readonly<Record<string, unknown>> };
    }[];
  };
}

const rules = resourcesOfType<Rule>('AWS::Events::Rule').filter(({ Properties }) => 'EventBusName' in Properties);
const policies = resourcesOfType<QueuePolicy>('AWS::SQS::QueuePolicy');

/** The rules for which a queue takes messages. */
function sendersOf(queue: TemplateResource): readonly unknown[] {
  return policies
    .filter((policy) => policy.Properties.Queues.some((one) => target(policy, one) === queue))
    .flatMap((policy) =>
      policy.Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => {
        assert.deepEqual(statement.Principal, { Service: 'events.amazonaws.com' }, nameOf(queue));
        assert.ok(
          [statement.Action].flat().every((action) => /^sqs:(Send|Get)/.test(action)),
          nameOf(queue),
        );
        return target(policy, statement.Condition?.ArnEquals?.['aws:SourceArn']);
      }),
    );
}

test('every region has one bus, and none takes events from another account', () => {
  const buses = resourcesOfType('AWS::Events::EventBus').map(({ stack }) => placeOf(stack));
  assert.deepEqual(buses.sort(), regionStacks.map(placeOf).sort());
  // Without a policy of its own a bus takes what roles of its account may put, and nothing else.
  assert.deepEqual(resources.filter(({ Type }) => Type === 'AWS::Events::EventBusPolicy').map(nameOf), []);
});

test('every rule listens to our own events of known types, on the bus of its region', () => {
  assert.ok(rules.length >= regionStacks.length);
  for (const rule of rules) {
    const { EventBusName, EventPattern } = rule.Properties;
    const bus = target(rule, EventBusName);
    assert.equal(bus?.Type, 'AWS::Events::EventBus', nameOf(rule));
    assert.equal(placeOf(bus.stack), placeOf(rule.stack), nameOf(rule));
    assert.deepEqual(EventPattern.source, [eventSource], nameOf(rule));
    for (const type of EventPattern['detail-type'])
      assert.ok(
        eventTypes.some((one) => one === type),
        nameOf(rule),
      );
  }
});

test('what a rule can’t deliver goes to the dead-letter queue of the queue that it feeds', () => {
  for (const rule of rules) {
    assert.ok(rule.Properties.Targets.length > 0, nameOf(rule));
    for (const { Arn, DeadLetterConfig } of rule.Properties.Targets) {
      const queue = target<{ RedrivePolicy: { deadLetterTargetArn: unknown } }>(rule, Arn);
      const dead = queue && target(queue, queue.Properties.RedrivePolicy.deadLetterTargetArn);
      assert.ok(dead && target(rule, DeadLetterConfig?.Arn) === dead, nameOf(rule));
    }
  }
});

test('a queue that a rule feeds takes messages of that rule only, and so does its dead-letter queue', () => {
  for (const rule of rules) {
    for (const { Arn, DeadLetterConfig } of rule.Properties.Targets) {
      for (const one of [Arn, DeadLetterConfig?.Arn]) {
        const queue = target(rule, one);
        assert.ok(queue, nameOf(rule));
        assert.deepEqual(
          sendersOf(queue).map((sender) => (sender as TemplateResource | undefined)?.id),
          [rule.id],
        );
      }
    }
  }
});

test('a table’s stream has no more readers than DynamoDB allows: one of a global table, two of any other', () => {
  const mappings = resourcesOfType<{ EventSourceArn: unknown; StartingPosition?: string }>(
    'AWS::Lambda::EventSourceMapping',
  ).filter(({ Properties }) => Properties.StartingPosition !== undefined);
  const readers = Map.groupBy(
    mappings,
    (mapping) => `${placeOf(mapping.stack)} ${target(mapping, mapping.Properties.EventSourceArn)?.id}`,
  );
  assert.ok(readers.size > 0);
  for (const [stream, found] of readers) {
    assert.doesNotMatch(stream, /undefined/);
    assert.ok(found.length <= (/Tallies/.test(stream) ? 2 : 1), stream);
  }
});
