import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableName } from '../../contracts/names.ts';
import { metrics, refusalReasons } from '../../contracts/observability.ts';
import { testStage } from '../support/configuration.ts';
import { dashboards, markOf, metricsOf } from '../support/dashboards.ts';
import { isProvider, nameOf, placeOf, resources, resourcesOfType, target } from '../support/templates.ts';

const all = dashboards();
const here = (stack: string) => all.find(({ resource }) => placeOf(resource.stack) === placeOf(stack));
/** Of the region itself: stacks that stand once in a stage share a region with it. */
const isRegional = (stack: string) => !/-(data|edge|recovery|recovery-copy)$/.test(stack);
const shown = all.map((dashboard) => ({
  ...dashboard,
  reads: dashboard.widgets.flatMap(metricsOf),
}));
const readsHere = (stack: string) =>
  shown.find(({ resource }) => placeOf(resource.stack) === placeOf(stack))?.reads ?? [];

test('a region’s dashboard is named after its stage and region', () => {
  const expected = ['dev', 'staging', 'production'].flatMap((stage) =>
    testStage(stage).regions.map((region) => `groundswell-${stage}-${region}`),
  );
  assert.deepEqual(all.map(({ name }) => name).sort(), expected.sort());
});

test('every function of a region is on its dashboard, with its failures and its time', () => {
  const lambdas = resourcesOfType('AWS::Lambda::Function').filter(
    (one) => here(one.stack) && isRegional(one.stack) && !isProvider(one),
  );
  assert.ok(lambdas.length > 0);
  for (const lambda of lambdas) {
    const names = readsHere(lambda.stack)
      .filter(({ namespace, dimensions }) => namespace === 'AWS/Lambda' && dimensions.FunctionName === markOf(lambda))
      .map(({ name }) => name);
    for (const name of ['Errors', 'Throttles', 'Duration'])
      assert.ok(names.includes(name), `${nameOf(lambda)} ${name}`);
  }
});

test('every queue is, a dead-letter queue by what is in it and another by how long it waits', () => {
  interface Queue {
    readonly RedrivePolicy?: object;
  }
  for (const queue of resourcesOfType<Queue>('AWS::SQS::Queue').filter(({ stack }) => here(stack))) {
    const wanted = queue.Properties.RedrivePolicy
      ? 'ApproximateAgeOfOldestMessage'
      : 'ApproximateNumberOfMessagesVisible';
    const found = readsHere(queue.stack).some(
      ({ name, dimensions }) => name === wanted && dimensions.QueueName === markOf(queue),
    );
    assert.ok(found, nameOf(queue));
  }
});

test('every stream is, by how late it is read', () => {
  interface Mapping {
    readonly FunctionName: unknown;
    readonly StartingPosition?: string;
  }
  const streams = resourcesOfType<Mapping>('AWS::Lambda::EventSourceMapping').filter(
    ({ stack, Properties }) => here(stack) && Properties.StartingPosition,
  );
  assert.ok(streams.length > 0);
  for (const stream of streams) {
    const worker = target(stream, stream.Properties.FunctionName);
    const found = readsHere(stream.stack).some(
      ({ name, dimensions }) => name === 'IteratorAge' && worker && dimensions.FunctionName === markOf(worker),
    );
    assert.ok(found, nameOf(stream));
  }
});

test('every table is, by its units and what it throttles', () => {
  for (const { resource, reads } of shown) {
    for (const table of ['polls', 'responses', 'tallies'] as const) {
      const own = reads.filter(({ namespace, dimensions }) => {
        const { TableName = '' } = dimensions;
        return (
          namespace === 'AWS/DynamoDB' &&
          (TableName === tableName(resource.stage, table) || TableName.toLowerCase().includes(`/${table}`))
        );
      });
      for (const name of [
        'ConsumedWriteCapacityUnits',
        'ConsumedReadCapacityUnits',
        'WriteThrottleEvents',
        'ReadThrottleEvents',
      ]) {
        assert.ok(
          own.some((read) => read.name === name),
          `${nameOf(resource)}: ${table} ${name}`,
        );
      }
    }
  }
});

test('every alarm of a region is shown as it stands, unless it is a part of one, and its page of the runbook is named', () => {
  type Alarm = { AlarmDescription: string; ActionsEnabled?: boolean };
  const alarms = [
    ...resourcesOfType<Alarm>('AWS::CloudWatch::Alarm'),
    ...resourcesOfType<Alarm>('AWS::CloudWatch::CompositeAlarm'),
  ].filter(({ stack }) => here(stack) && isRegional(stack));
  for (const alarm of alarms) {
    const dashboard = here(alarm.stack);
    const [, page = '?'] = /Runbook: (\S+)$/.exec(alarm.Properties.AlarmDescription) ?? [];
    assert.ok(dashboard?.text.includes(page), `${nameOf(alarm)}: ${page}`);
    const isShown = dashboard?.widgets.some(({ properties }) => properties.alarms?.includes(markOf(alarm)));
    assert.equal(isShown, alarm.Properties.ActionsEnabled !== false, nameOf(alarm));
  }
});

test('at home the pages of all alarms of the stage are named', () => {
  for (const { resource, text } of all) {
    const { regions } = testStage(resource.stage);
    if (!resource.stack.endsWith(regions[0])) continue;
    const own = resources.filter(
      ({ stage, Type }) => stage === resource.stage && /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type),
    );
    for (const alarm of own) {
      const { AlarmDescription } = alarm.Properties as { AlarmDescription: string };
      const [, page = '?'] = /Runbook: (\S+)$/.exec(AlarmDescription) ?? [];
      assert.ok(text.includes(page), `${nameOf(alarm)}: ${page}`);
    }
  }
});

test('pages are links where the repository is known', () => {
  for (const { resource, text, name } of all) {
    const { repository } = testStage(resource.stage);
    assert.equal(repository, 'example/polls');
    assert.match(
      text,
      /\]\(https:\/\/github\.com\/example\/polls\/blob\/HEAD\/docs\/operations\/runbooks\/README\.md\)/,
      name,
    );
  }
});

test('the first thing to see is what is promised', () => {
  for (const { widgets, name } of all) {
    const graphs = widgets.filter(({ type }) => type === 'metric').slice(0, 4);
    assert.deepEqual(new Set(graphs.map(({ y }) => y)).size, 1, name);
    const reads = graphs.map((widget) => metricsOf(widget).map((read) => read.name));
    assert.ok(reads[0]?.includes('5xx') && reads[1]?.includes('5xx') && reads[2]?.includes('ResultsAge'), name);
    assert.ok(reads[3]?.includes('ApproximateNumberOfMessagesVisible'), name);
  }
});

test('a metric of ours that a dashboard shows is one that a function writes, and each one is shown or has an alarm', () => {
  const names = Object.keys(metrics.names);
  const known: readonly string[] = [metrics.dimension, metrics.reason];
  for (const { name, reads } of shown) {
    const own = reads.filter(({ namespace }) => namespace === metrics.namespace);
    for (const read of own) {
      assert.ok(names.includes(read.name), `${name}: ${read.name}`);
      assert.deepEqual(
        Object.keys(read.dimensions).filter((dimension) => !known.includes(dimension)),
        [],
        read.name,
      );
      const { Reason } = read.dimensions;
      assert.equal(Reason !== undefined, read.name === 'Refused');
      assert.ok(Reason === undefined || (refusalReasons as readonly string[]).includes(Reason), Reason);
    }
    const alarmed = ['SnapshotsDropped'];
    assert.deepEqual(new Set([...own.map((read) => read.name), ...alarmed]), new Set(names), name);
  }
});

test('a dashboard is within what CloudWatch takes, and no widget stands on another', () => {
  for (const { name, widgets, reads } of shown) {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
    assert.ok(widgets.length <= 500, name);
    for (const widget of widgets) assert.ok((widget.properties.metrics?.length ?? 0) <= 500, name);
    assert.ok(reads.length <= 2_500, name);
    const taken = new Set<string>();
    for (const { x, y, width, height, properties } of widgets) {
      assert.ok(x + width <= 24, `${name}: ${properties.title}`);
      for (let column = x; column < x + width; column += 1) {
        for (let row = y; row < y + height; row += 1) {
          assert.ok(!taken.has(`${column} ${row}`), `${name}: ${properties.title}`);
          taken.add(`${column} ${row}`);
        }
      }
    }
  }
});
