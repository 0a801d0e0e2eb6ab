import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import { Construct } from 'constructs';
import { stackTags } from '../../contracts/names.ts';

export interface CostAnomaliesProps {
  readonly stage: string;
  /** What the stage may cost in a month. US dollars. */
  readonly monthlyBudget: number;
  /** Who gets a mail. */
  readonly address: string;
}

/** The part of a month's budget that an anomaly must have cost by then: three days of a month that uses all of it. */
const impactShare = 0.1;

/**
 * Cost Anomaly Detection for what has the stage's tag, which learns by itself what the stage usually costs: a mail a day
 * while something has cost a tenth of the month's budget more than that. A custom monitor, of which an account may
 * have 500: there is one only that watches all services, and it is the account's. Like the budget it sees nothing
 * before the tag `stage` is activated as a cost allocation tag, and is a day behind.
 */
export class CostAnomalies extends Construct {
  constructor(scope: Construct, id: string, { stage, monthlyBudget, address }: CostAnomaliesProps) {
    super(scope, id);
    const name = `groundswell-${stage}`;
    const monitor = new CfnAnomalyMonitor(this, 'Monitor', {
      monitorName: name,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({ Tags: { Key: `user:${stackTags.stage}`, Values: [stage] } }),
    });
    new CfnAnomalySubscription(this, 'Subscription', {
      subscriptionName: name,
      // By mail there is none at once, and a topic would need a policy for one more service.
      frequency: 'DAILY',
      monitorArnList: [monitor.attrMonitorArn],
      subscribers: [{ type: 'EMAIL', address }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [String(Math.max(1, Math.round(monthlyBudget * impactShare)))],
        },
      }),
    });
  }
}
