import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ownMetric } from '../metrics.ts';
import type { ServiceFunction } from './service-function.ts';

const day = Duration.days(1);

/**
 * Has some polls recounted every day, drawn at random: what no queue and no stream would show, a fold that counts wrong,
 * shows there. An alarm goes off for a tally that is wrong, and where nothing was proved for two days.
 */
export class DailyRecount extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { recountPoll }: { readonly recountPoll: ServiceFunction }) {
    super(scope, id);
    const { functionArn } = recountPoll.function;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    new CfnSchedule(this, 'Schedule', {
      description: 'Proves tallies of polls drawn at random',
      scheduleExpression: 'rate(1 day)',
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 60 },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ sample: true }),
        retryPolicy: { maximumRetryAttempts: 2 },
      },
    });
    this.alarms = [
      new Alarm(this, 'Different', {
        alarmDescription: 'A recount found a tally that its responses don’t give.',
        metric: ownMetric('RecountsDifferent', recountPoll, Stats.SUM).with({ period: day }),
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
      new Alarm(this, 'Missing', {
        alarmDescription: 'For two days no sample of tallies was recounted.',
        metric: ownMetric('RecountsEqual', recountPoll, Stats.SAMPLE_COUNT).with({ period: day }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.BREACHING,
      }),
    ];
  }
}
