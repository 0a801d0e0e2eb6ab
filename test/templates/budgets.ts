import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testStage } from '../support/configuration.ts';
import { resourcesOfType, stages } from '../support/templates.ts';

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
