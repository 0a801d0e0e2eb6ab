import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveFunctions } from '../../contracts/functions.ts';
import { liveAlias, scheduleGroupName } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import {
  nameOf,
  regionStacks,
  resources,
  resourcesOfType,
  type TemplateResource,
  target,
} from '../support/templates.ts';

interface Alias {
  readonly Name: string;
  readonly FunctionName: unknown;
  readonly FunctionVersion: unknown;
}

interface ScalableTarget {
  readonly MinCapacity: number;
  readonly MaxCapacity: number;
  readonly ResourceId: unknown;
}

const aliases = resourcesOfType<Alias>('AWS::Lambda::Alias');
const scalableTargets = resourcesOfType<ScalableTarget>('AWS::ApplicationAutoScaling::ScalableTarget');
const functionOf = (alias: TemplateResource<Alias>) =>
  target(alias, alias.Properties.FunctionName)?.id.replace(/^.*Service(\w+)Function\w{8}$/, '$1');

test('the functions that voters and viewers wait for are called through an alias of a version', () => {
  const routed = resourcesOfType<{ IntegrationUri: unknown }>('AWS::ApiGatewayV2::Integration');
  for (const stack of regionStacks) {
    const own = aliases.filter((alias) => alias.stack === stack);
    assert.deepEqual(own.map(functionOf).sort(), [...liveFunctions].sort(), stack);
    for (const alias of own) {
      assert.equal(alias.Properties.Name, liveAlias, nameOf(alias));
      assert.equal(target(alias, alias.Properties.FunctionVersion)?.Type, 'AWS::Lambda::Version', nameOf(alias));
      assert.ok(
        routed.some((integration) => target(integration, integration.Properties.IntegrationUri) === alias),
        `${nameOf(alias)} is called`,
      );
    }
  }
});

test('a stage with warm instances scales every alias between its bounds by their use, and no other stage does', () => {
  const policies = resourcesOfType<{ ScalingTargetId: unknown; TargetTrackingScalingPolicyConfiguration: object }>(
    'AWS::ApplicationAutoScaling::ScalingPolicy',
  );
  for (const alias of aliases) {
    const { warmInstances } = testStage(alias.stage);
    const scaled = scalableTargets.filter(
      ({ stack, Properties }) => stack === alias.stack && JSON.stringify(Properties.ResourceId).includes(alias.id),
    );
    assert.equal(scaled.length, warmInstances ? 1 : 0, nameOf(alias));
    for (const one of scaled) {
      const { MinCapacity, MaxCapacity } = one.Properties;
      assert.deepEqual({ least: MinCapacity, most: MaxCapacity }, warmInstances, nameOf(one));
      const tracking = policies.find((policy) => target(policy, policy.Properties.ScalingTargetId) === one);
      assert.match(
        JSON.stringify(tracking?.Properties.TargetTrackingScalingPolicyConfiguration),
        /LambdaProvisionedConcurrencyUtilization/,
        nameOf(one),
      );
    }
  }
});

test('audiences are prepared for in the bounds of the stage, on aliases that are there', () => {
  type Preparer = { Environment: { Variables: Record<string, unknown> } };
  const preparers = resourcesOfType<Preparer>('AWS::Lambda::Function').filter(({ id }) => /prepareAudience/.test(id));
  assert.equal(preparers.length, regionStacks.length);
  for (const preparer of preparers) {
    const { warmInstances, throttles } = testStage(preparer.stage);
    const { Variables } = preparer.Properties.Environment;
    assert.equal(Variables.LEAST_WARM_INSTANCES, String(warmInstances?.least ?? 0), nameOf(preparer));
    assert.equal(Variables.MOST_WARM_INSTANCES, String(warmInstances?.most ?? 0), nameOf(preparer));
    assert.equal(Variables.VOTES_PER_SECOND, String(throttles.vote.rateLimit), nameOf(preparer));
    const prepared = [...JSON.stringify(Variables.SCALABLE_TARGETS).matchAll(/"Ref":"(\w+)"},":live/g)].map(
      ([, id]) => id,
    );
    assert.equal(prepared.length, 2, nameOf(preparer));
    for (const id of prepared) {
      const found = aliases.some(
        (alias) => alias.stack === preparer.stack && target(alias, alias.Properties.FunctionName)?.id === id,
      );
      assert.ok(found, `${nameOf(preparer)}: ${id}`);
    }
  }
});

test('where instances can be warmed, their preparation may set and watch them on the aliases that it names, and nowhere else', () => {
  type Statement = { Action: string | string[]; Resource: unknown };
  type Policy = { PolicyDocument: { Statement: Statement[] } };
  const policies = resourcesOfType<Policy>('AWS::IAM::Policy').filter(({ id }) => /prepareAudience/.test(id));
  assert.equal(policies.length, regionStacks.length);
  for (const policy of policies) {
    const granted = policy.Properties.PolicyDocument.Statement.map((one) => ({ ...one, Action: [one.Action].flat() }));
    const scaling = granted.filter(({ Action }) => Action.some((name) => /autoscaling|Concurrency/.test(name)));
    const expected = [
      'application-autoscaling:DescribeScalingActivities',
      'application-autoscaling:RegisterScalableTarget',
      'lambda:GetProvisionedConcurrencyConfig',
      'lambda:PutProvisionedConcurrencyConfig',
    ];
    const actions = scaling.flatMap(({ Action }) => Action.filter((name) => !name.startsWith('xray:'))).sort();
    assert.deepEqual(actions, testStage(policy.stage).warmInstances ? expected : [], nameOf(policy));
    const changed = scaling
      .filter(({ Action }) => Action.includes('lambda:PutProvisionedConcurrencyConfig'))
      .flatMap(({ Resource }) => [Resource].flat().map((one) => target(policy, one)?.Type));
    for (const type of changed) assert.equal(type, 'AWS::Lambda::Alias', nameOf(policy));
  }
});

test('every region follows its own stream of the polls, by one reader, and of polls only', () => {
  const planners = resourcesOfType<{ FunctionName: unknown; FilterCriteria?: { Filters: { Pattern: string }[] } }>(
    'AWS::Lambda::EventSourceMapping',
  ).filter((mapping) => /publishPolls/.test(target(mapping, mapping.Properties.FunctionName)?.id ?? ''));
  assert.equal(planners.length, regionStacks.length);
  for (const mapping of planners) {
    const patterns = mapping.Properties.FilterCriteria?.Filters.map(({ Pattern }) => JSON.parse(Pattern));
    assert.deepEqual(patterns, [{ dynamodb: { Keys: { sk: { S: ['POLL'] } } } }], nameOf(mapping));
  }
});

test('schedules stand in a group of their stage, and may call nothing but the preparation or fill the one queue that they are for', () => {
  for (const group of resourcesOfType<{ Name: string }>('AWS::Scheduler::ScheduleGroup')) {
    const names = (['audiences', 'announcements', 'removals'] as const).map((use) =>
      scheduleGroupName(group.stage, use),
    );
    assert.ok(names.includes(group.Properties.Name), nameOf(group));
  }
  const roles = resources.filter(
    ({ id, Type }) => Type === 'AWS::IAM::Role' && /(Schedules|Announcements|LastLooks)Role/.test(id),
  );
  assert.equal(roles.length, 3 * regionStacks.length);
  type Policy = { Roles: unknown[]; PolicyDocument: { Statement: { Action: string; Resource: unknown }[] } };
  for (const role of roles) {
    const granted = resourcesOfType<Policy>('AWS::IAM::Policy')
      .filter((policy) => policy.Properties.Roles.some((one) => target(policy, one) === role))
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement.map((one) => ({ policy, ...one })));
    const allowed = granted
      .flatMap(({ Action, Resource }) => [Resource].flat().map((one) => [Action, target(role, one)?.id.slice(0, -8)]))
      .sort();
    const calls = [
      ['lambda:InvokeFunction', 'AudienceServiceprepareAudienceFunction'],
      ['sqs:SendMessage', 'AudienceServicePreparingQueue'],
    ];
    const announces = [
      ['sqs:SendMessage', 'EventsServiceAnnouncingDeadLettersQueue'],
      ['sqs:SendMessage', 'EventsServiceAnnouncingQueue'],
    ];
    const looks = [
      ['sqs:SendMessage', 'RetentionServiceRemovalsDeadLettersQueue'],
      ['sqs:SendMessage', 'RetentionServiceRemovalsQueue'],
    ];
    const wanted = role.id.includes('Announcements') ? announces : role.id.includes('LastLooks') ? looks : calls;
    assert.deepEqual(allowed, wanted, nameOf(role));
  }
});
