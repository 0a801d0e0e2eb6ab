import { Duration } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

export interface EdgeAlarmsProps {
  readonly distribution: IDistribution;
  /** The health check of each region that has one. */
  readonly healthChecks: ReadonlyMap<string, string>;
}

/** Alarms on what CloudFront answers and on what Route 53 finds, whose metrics are in us-east-1 only. */
export class EdgeAlarms extends Construct {
  constructor(scope: Construct, id: string, { distribution, healthChecks }: EdgeAlarmsProps) {
    super(scope, id);
    new Alarm(this, 'Errors', {
      alarmDescription: 'Five in a hundred requests to CloudFront end in a 5xx.',
      metric: new Metric({
        namespace: 'AWS/CloudFront',
        metricName: '5xxErrorRate',
        dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
        period: Duration.minutes(1),
        statistic: 'avg',
      }),
      threshold: 5,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    for (const [region, healthCheckId] of healthChecks) {
      new Alarm(new Construct(this, region), 'Unhealthy', {
        alarmDescription: `Route 53 has taken ${region} out of service.`,
        metric: new Metric({
          namespace: 'AWS/Route53',
          metricName: 'HealthCheckStatus',
          dimensionsMap: { HealthCheckId: healthCheckId },
          period: Duration.minutes(1),
          statistic: 'min',
        }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.BREACHING,
      });
    }
  }
}
