import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testStage } from '../support/configuration.ts';
import { resourcesOfType, stages, target } from '../support/templates.ts';

interface Budget {
  readonly Budget: {
    readonly BudgetLimit: { readonly Amount: number; readonly Unit: string };
    readonly CostFilters: { readonly TagKeyValue: readonly string[] };
  };
  readonly NotificationsWithSubscribers: readonly {
    readonly Notification: { readonly NotificationType: string; readonly Threshold: number };
    readonly Subscribers: readonly { readonly Address: string }[];
  }[];
}

test('whoever hears of a stage’s alarms hears of 80 % of its budget, and of a forecast above it', () => {
  const budgets = resourcesOfType<Budget>('AWS::Budgets::Budget');
  const heard = stages.filter((stage) => testStage(stage).alarmEmail !== undefined);
  assert.deepEqual(
    budgets.map(({ stage }) => stage),
    heard,
  );
  for (const { stage, Properties } of budgets) {
    const { monthlyBudget, alarmEmail } = testStage(stage);
    assert.deepEqual(Properties.Budget.BudgetLimit, { Amount: monthlyBudget, Unit: 'USD' });
    assert.deepEqual(Properties.Budget.CostFilters, { TagKeyValue: [`user:stage$${stage}`] });
    assert.deepEqual(
      Properties.NotificationsWithSubscribers.map(({ Notification, Subscribers }) => [
        Notification.NotificationType,
        Notification.Threshold,
        Subscribers.map(({ Address }) => Address),
      ]),
      [
        ['ACTUAL', 80, [alarmEmail]],
        ['FORECASTED', 100, [alarmEmail]],
      ],
    );
  }
});

interface Monitor {
  readonly MonitorType: string;
  readonly MonitorDimension?: string;
  readonly MonitorSpecification: string;
}

interface Subscription {
  readonly Frequency: string;
  readonly MonitorArnList: readonly unknown[];
  readonly Subscribers: readonly { readonly Type: string; readonly Address: string }[];
  readonly ThresholdExpression: string;
}

test('who hears of a budget hears of what a stage costs unusually much, one monitor a stage, by its tag alone', () => {
  const budgets = resourcesOfType('AWS::Budgets::Budget');
  const monitors = resourcesOfType<Monitor>('AWS::CE::AnomalyMonitor');
  assert.deepEqual(
    monitors.map(({ stage, stack }) => [stage, stack]),
    budgets.map(({ stage, stack }) => [stage, stack]),
  );
  for (const { stage, Properties } of monitors) {
    // A managed monitor, by a dimension, is the account's: a second stage could not have one.
    assert.equal(Properties.MonitorType, 'CUSTOM');
    assert.equal(Properties.MonitorDimension, undefined);
    assert.deepEqual(JSON.parse(Properties.MonitorSpecification), { Tags: { Key: 'user:stage', Values: [stage] } });
  }
});

test('an anomaly is told of each day by mail, to the same address, from a tenth of the budget on', () => {
  const subscriptions = resourcesOfType<Subscription>('AWS::CE::AnomalySubscription');
  assert.equal(subscriptions.length, resourcesOfType('AWS::CE::AnomalyMonitor').length);
  for (const subscription of subscriptions) {
    const { Frequency, MonitorArnList, Subscribers, ThresholdExpression } = subscription.Properties;
    const { monthlyBudget, alarmEmail } = testStage(subscription.stage);
    // Mails come by the day or the week; at once there are only topics.
    assert.equal(Frequency, 'DAILY');
    assert.deepEqual(Subscribers, [{ Type: 'EMAIL', Address: alarmEmail }]);
    assert.deepEqual(
      MonitorArnList.map((arn) => target(subscription, arn)?.Type),
      ['AWS::CE::AnomalyMonitor'],
    );
    assert.deepEqual(JSON.parse(ThresholdExpression), {
      Dimensions: {
        Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
        MatchOptions: ['GREATER_THAN_OR_EQUAL'],
        Values: [String(monthlyBudget / 10)],
      },
    });
  }
});
