import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** At 60 % of a limit there is time to plan, at 80 % it is time to act. */
const percents = [60, 80] as const;

export interface UsageAlarmsProps {
  /** What is wrong when they go off, in a sentence. */
  readonly what: string;
  readonly used: IMetric;
  /** In the metric's unit and period. */
  readonly limit: number;
}

/** Alarms at 60 % and 80 % of a limit, when it is used so much for three periods. */
export function addUsageAlarms(scope: Construct, id: string, { what, used, limit }: UsageAlarmsProps): void {
  for (const percent of percents) {
    new Alarm(scope, `${id}${percent}`, {
      alarmDescription: `${what} Above ${percent} % of ${limit}.`,
      metric: used,
      threshold: (limit * percent) / 100,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
