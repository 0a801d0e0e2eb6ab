import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observabilityStackName } from '../../contracts/names.ts';
import { metrics } from '../../contracts/observability.ts';
import { allowances, burnRates, slos } from '../../contracts/slos.ts';
import { testStage } from '../support/configuration.ts';
import { at, evaluate, expressionOf, type MathAlarm, readsOf } from '../support/metric-math.ts';
import { nameOf, resourcesOfType, stages, type TemplateResource, target } from '../support/templates.ts';

interface Composite {
  readonly AlarmRule: { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
}

const watched = stages.filter((stage) => testStage(stage).kind !== 'preview');
const expected = watched.flatMap((stage) =>
  testStage(stage).regions.map((region) => observabilityStackName(stage, region)),
);
const alarms = resourcesOfType<MathAlarm>('AWS::CloudWatch::Alarm').filter(({ stack }) => expected.includes(stack));
const composites = resourcesOfType<Composite>('AWS::CloudWatch::CompositeAlarm');
/** The construct of an SLO, as ids of resources begin. */
const sloIds = { accepting: 'Accepting', reading: 'Reading', freshness: 'Freshness' } as const;

test('every stage but previews has what watches its SLOs, in each of its regions', () => {
  const found = new Set(composites.map(({ stack }) => stack));
  assert.deepEqual([...found].sort(), [...expected].sort());
});

test('each SLO is asked of a long and a short window at each rate, and only both together tell somebody', () => {
  for (const stack of expected) {
    for (const slo of allowances) {
      for (const name of ['FastBurn', 'SlowBurn']) {
        const told = composites.filter((one) => one.stack === stack && one.id.startsWith(sloIds[slo] + name));
        assert.equal(told.length, 1, `${stack}: ${slo} ${name}`);
        const [composite] = told;
        assert.ok(composite);
        const windows: TemplateResource<MathAlarm>[] = [];
        const rule = composite.Properties.AlarmRule['Fn::Join'][1].map((part) => {
          if (typeof part === 'string') return part;
          const window = target<MathAlarm>(composite, part);
          assert.ok(window, nameOf(composite));
          windows.push(window);
          return `w${windows.length - 1}`;
        });
        const minutesOf = (window: TemplateResource<MathAlarm> | undefined) =>
          (readsOf(window as never)[0]?.Period ?? 0) / 60;
        const rates = burnRates.filter(({ alarm }) => alarm === name);
        assert.deepEqual(
          rates.map((_, index) => [
            windows[2 * index]?.Properties.Threshold,
            minutesOf(windows[2 * index]),
            windows[2 * index + 1]?.Properties.Threshold,
            minutesOf(windows[2 * index + 1]),
          ]),
          rates.map(({ rate, longMinutes, shortMinutes }) => [rate, longMinutes, rate, shortMinutes]),
          nameOf(composite),
        );
        assert.equal(windows.length, 2 * rates.length, nameOf(composite));
        const pairs = rates.map((_, index) => `(ALARM("w${2 * index}") AND ALARM("w${2 * index + 1}"))`);
        assert.equal(rule.join(''), `(${pairs.join(' OR ')})`, nameOf(composite));
      }
    }
  }
});

test('the alarms of an SLO tell the stack’s topic when they go off and when it is over, and their windows tell nobody', () => {
  for (const composite of composites) {
    for (const actions of [composite.Properties.AlarmActions, composite.Properties.OKActions]) {
      assert.deepEqual(
        actions.map((action) => target(composite, action)?.Type),
        ['AWS::SNS::Topic'],
        nameOf(composite),
      );
    }
  }
  for (const alarm of alarms) {
    const isWindow = /Burn\d/.test(alarm.id);
    assert.equal(alarm.Properties.ActionsEnabled ?? true, !isWindow, nameOf(alarm));
    const isAboutSilence = alarm.id.startsWith('RecountsMissing');
    assert.equal(alarm.Properties.TreatMissingData, isAboutSilence ? 'breaching' : 'notBreaching', nameOf(alarm));
    // CloudWatch looks back seven days at most.
    const period = alarm.Properties.Period ?? readsOf(alarm)[0]?.Period ?? Number.POSITIVE_INFINITY;
    assert.ok(period * alarm.Properties.EvaluationPeriods <= 604_800, nameOf(alarm));
  }
});

test('the burn rate is 1 where just so many events are bad as the SLO allows, and four failures say nothing', () => {
  const ofRequests = alarms.filter(({ id }) => /^(Accepting|Reading)/.test(id));
  assert.ok(ofRequests.length > 0);
  for (const alarm of ofRequests) {
    const burn = (failed: number | undefined, requests: number | undefined) =>
      at(alarm, ({ name }) => (name === '5xx' ? failed : requests));
    assert.equal(burn(10, 10_000), 1, nameOf(alarm));
    assert.equal(burn(144, 10_000).toFixed(6), '14.400000', nameOf(alarm));
    assert.equal(burn(undefined, 10_000), 0, nameOf(alarm));
    assert.equal(burn(undefined, undefined), 0, nameOf(alarm));
    const isLong =
      burnRates.some(({ longMinutes }) => longMinutes * 60 === readsOf(alarm)[0]?.Period) &&
      !/SlowBurn360/.test(alarm.id);
    assert.equal(burn(4, 4) > 0, !isLong, nameOf(alarm));
    assert.ok(burn(5, 5) > 14.4, nameOf(alarm));
  }
});

test('responses that count later than promised burn the allowance of freshness', () => {
  const ofAge = alarms.filter(({ id }) => id.startsWith('Freshness'));
  assert.ok(ofAge.length > 0);
  for (const alarm of ofAge) {
    const burn = (counted: number, inTime: number) =>
      at(alarm, ({ stat }) => (stat === 'SampleCount' ? counted : (100 * inTime) / counted));
    assert.equal(burn(10_000, 9_900).toFixed(6), '1.000000', nameOf(alarm));
    assert.equal(burn(10_000, 10_000), 0, nameOf(alarm));
    assert.ok(burn(5, 0) > 14.4, nameOf(alarm));
    assert.ok(
      readsOf(alarm).some(({ Stat }) => Stat === `PR(:${slos.freshness.withinMs})`),
      nameOf(alarm),
    );
  }
});

test('an accepted response that doesn’t count is seen wherever it is stuck, and nothing else is', () => {
  const atRisk = alarms.filter(({ id }) => id.startsWith('CountingAtRisk'));
  assert.equal(atRisk.length, expected.length);
  for (const alarm of atRisk) {
    assert.equal(alarm.Properties.Threshold, 0);
    const where = (given: Readonly<Record<string, number>>) =>
      evaluate(expressionOf(alarm), {
        ...Object.fromEntries(readsOf(alarm).map(({ Id }) => [Id, undefined])),
        ...given,
      });
    assert.equal(where({}), 0);
    assert.equal(where({ dead: 3 }), 3);
    assert.equal(where({ unread: 2 }), 2);
    assert.equal(where({ age: 901, waiting: 40 }), 40);
    assert.equal(where({ age: 899, waiting: 40 }), 0);
    assert.equal(where({ behind: 900_001 }), 1);
    assert.equal(where({ behind: 59_000 }), 0);
    const queues = readsOf(alarm).map(({ Id, Metric }) => [Id, target(alarm, Metric.Dimensions[0]?.Value)?.id]);
    const byId = Object.fromEntries(queues);
    assert.match(byId.dead ?? '', /^ResponsesServiceAcceptedDeadLetters/);
    assert.match(byId.unread ?? '', /^ResultsServiceTallyingDeadLetters/);
    assert.match(byId.age ?? '', /^ResponsesServiceAcceptedQueue/);
    assert.match(byId.behind ?? '', /tallyResponses/);
  }
});

test('tallies drawn at random are proved every day, and somebody hears of a wrong one, and of a day without', () => {
  interface Schedule {
    readonly ScheduleExpression: string;
    readonly Target: { readonly Arn: unknown; readonly RoleArn: unknown; readonly Input: string };
  }
  const schedules = resourcesOfType<Schedule>('AWS::Scheduler::Schedule').filter(
    ({ Properties }) => Properties.Target.Input === '{"sample":true}',
  );
  assert.deepEqual(schedules.map(({ stack }) => stack).sort(), [...expected].sort());
  for (const schedule of schedules) {
    const { ScheduleExpression, Target } = schedule.Properties;
    assert.equal(ScheduleExpression, 'rate(1 day)');
    assert.match(target(schedule, Target.Arn)?.id ?? '', /recountPoll/);
    const watching = alarms.filter(({ stack, id }) => stack === schedule.stack && id.startsWith('Recounts'));
    assert.deepEqual(watching.map(({ Properties }) => Properties.MetricName).sort(), [
      'RecountsDifferent',
      'RecountsEqual',
    ]);
  }
});

test('the routes that an SLO is about have metrics of their own, and no other route has, as they are paid for', () => {
  interface Stage {
    readonly RouteSettings: Readonly<Record<string, { readonly DetailedMetricsEnabled?: boolean }>>;
  }
  const promised = [slos.accepting, slos.reading].map(({ method, path }) => `${method} ${path}`);
  for (const stage of resourcesOfType<Stage>('AWS::ApiGatewayV2::Stage')) {
    const measured = Object.entries(stage.Properties.RouteSettings).filter(
      ([, { DetailedMetricsEnabled }]) => DetailedMetricsEnabled,
    );
    assert.deepEqual(
      measured.map(([route]) => route).sort(),
      watched.includes(stage.stage as never) ? promised.sort() : [],
      nameOf(stage),
    );
  }
});

test('each metric that an SLO reads is one of a resource that is there', () => {
  for (const alarm of alarms) {
    for (const { Metric } of readsOf(alarm)) {
      if (Metric.Namespace === metrics.namespace) assert.ok(Metric.MetricName in metrics.names, nameOf(alarm));
      const [own] = Metric.Dimensions.filter(({ Name }) => ['ApiId', 'FunctionName', 'QueueName'].includes(Name));
      assert.ok(own && target(alarm, own.Value), `${nameOf(alarm)} reads ${Metric.MetricName}`);
    }
  }
});
