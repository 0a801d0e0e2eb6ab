import { Duration } from 'aws-cdk-lib';
import { type IWidget, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { slos } from '../../contracts/slos.ts';
import { ownMetric, routeMetric, tableMetric } from '../metrics.ts';
import type { Measured } from './measured.ts';
import { graph } from './widgets.ts';

const period = Duration.minutes(1);

/** What is paid for, by its unit; what is spared by memory; and what the tables refuse. */
export function unitGraphs({ api, tables, recording, submitResponse, getResults }: Measured): readonly IWidget[] {
  const { queue } = recording.queue;
  const all = Object.entries(tables);
  const units = (kind: 'Read' | 'Write') =>
    all.map(([name, table]) => tableMetric(table, `Consumed${kind}CapacityUnits`).with({ label: name }));
  const writes = tableMetric(tables.responses, 'ConsumedWriteCapacityUnits');
  return [
    graph('Write units a minute', 6, units('Write')),
    graph('Read units a minute', 6, units('Read')),
    graph(
      'Throttled by tables: 0',
      6,
      all.flatMap(([name, table]) => [
        tableMetric(table, 'WriteThrottleEvents').with({ label: `${name}: writes` }),
        tableMetric(table, 'ReadThrottleEvents').with({ label: `${name}: reads` }),
      ]),
    ),
    graph('Write units a vote: 1 in each region’s votes', 6, [
      new MathExpression({
        expression: 'IF(votes > 0, units / votes, 0)',
        usingMetrics: { units: writes, votes: queue.metricNumberOfMessagesSent({ period, statistic: Stats.SUM }) },
        label: 'Responses',
        period,
      }),
    ]),
    graph('Requests a minute', 8, [
      api.metricCount({ period, statistic: Stats.SUM, label: 'all' }),
      routeMetric(api, slos.accepting, 'Count', Stats.SUM).with({ label: 'votes' }),
      routeMetric(api, slos.reading, 'Count', Stats.SUM).with({ label: 'results past CloudFront’s cache' }),
    ]),
    graph('Messages a minute', 8, [
      queue.metricNumberOfMessagesSent({ period, statistic: Stats.SUM, label: 'sent' }),
      queue.metricNumberOfMessagesReceived({ period, statistic: Stats.SUM, label: 'received' }),
      queue.metricNumberOfEmptyReceives({ period, statistic: Stats.SUM, label: 'receives that found none' }),
    ]),
    graph(
      'Polls from an instance’s memory',
      8,
      [submitResponse, getResults].flatMap((one) => [
        ownMetric('PollsRemembered', one, Stats.SUM).with({ label: `${one.node.id}: remembered` }),
        ownMetric('PollsRead', one, Stats.SUM).with({ label: `${one.node.id}: read` }),
      ]),
    ),
  ];
}
