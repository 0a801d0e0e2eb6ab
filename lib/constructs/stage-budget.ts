import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { stackTags } from '../../contracts/names.ts';

export interface StageBudgetProps {
  readonly stage: string;
  /** US dollars a month. */
  readonly limit: number;
  /** Who gets a mail. */
  readonly address: string;
}

/**
 * What a stage may cost in a month: a mail at 80 % of it, and when the forecast is above it. Costs are told apart by
 * the tag `stage`, which has to be activated once in the account as a cost allocation tag.
 */
export class StageBudget extends Construct {
  constructor(scope: Construct, id: string, { stage, limit, address }: StageBudgetProps) {
    super(scope, id);
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'EMAIL', address }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: limit, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${stackTags.stage}$${stage}`] },
      },
      notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
    });
  }
}
