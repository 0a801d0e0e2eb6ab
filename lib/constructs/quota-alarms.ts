import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { TableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { tableMetric } from '../metrics.ts';
import { addUsageAlarms } from './alarms.ts';

export interface QuotaAlarmsProps {
  readonly configuration: StageConfiguration;
  readonly api: HttpApi;
  readonly tables: Readonly<Record<TableName, ITableV2>>;
}

const period = Duration.minutes(1);
/**
 * Units a second that an on-demand table takes of each kind until its quota is raised
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html).
 */
const tableUnitsPerSecond = 40_000;

/** Alarms ahead of every quota that growth of a stage would meet in its region. */
export class QuotaAlarms extends Construct {
  constructor(scope: Construct, id: string, props: QuotaAlarmsProps) {
    super(scope, id);
    const { quotas } = props.configuration;
    addUsageAlarms(this, 'Concurrency', {
      what: 'The account’s functions run nearly as many instances as its quota allows in this region.',
      used: new Metric({ namespace: 'AWS/Lambda', metricName: 'ConcurrentExecutions', period, statistic: 'max' }),
      limit: quotas.concurrentExecutions,
    });
    addUsageAlarms(this, 'Requests', {
      what: 'The API gets nearly as many requests a minute as the account’s quota allows in this region.',
      used: props.api.metricCount({ period, statistic: 'sum' }),
      limit: quotas.requestsPerSecond * period.toSeconds(),
    });
    for (const [name, table] of Object.entries(props.tables)) this.#watchTable(name, table);
  }

  #watchTable(name: string, table: ITableV2): void {
    // One page of the runbook is for every table.
    const own = new Construct(new Construct(this, name), 'Table');
    addUsageAlarms(own, 'Units', {
      what: `The table ${name} takes nearly as many reads or writes as its quota allows.`,
      used: new MathExpression({
        expression: 'MAX([FILL(reads, 0), FILL(writes, 0)])',
        usingMetrics: {
          reads: tableMetric(table, 'ConsumedReadCapacityUnits'),
          writes: tableMetric(table, 'ConsumedWriteCapacityUnits'),
        },
        period,
      }),
      limit: tableUnitsPerSecond * period.toSeconds(),
    });
    // How near a partition is to its limit, no metric tells: the first throttle is the sign.
    new Alarm(own, 'Throttled', {
      alarmDescription: `Reads or writes of the table ${name} are throttled: a partition is hot, or the table still warms up.`,
      metric: new MathExpression({
        expression: 'FILL(reads, 0) + FILL(writes, 0)',
        usingMetrics: {
          reads: tableMetric(table, 'ReadThrottleEvents'),
          writes: tableMetric(table, 'WriteThrottleEvents'),
        },
        period,
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
