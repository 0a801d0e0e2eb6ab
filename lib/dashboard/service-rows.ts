import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { iteratorAge } from '../metrics.ts';
import type { RunbookPage } from '../runbook.ts';
import { normalOf } from './normal.ts';
import type { WatchedService } from './watched-services.ts';
import { graph, inSeconds, text } from './widgets.ts';

const period = Duration.minutes(1);
const nameOf = ({ node }: ServiceFunction) => node.id;

/** The rows of a service: in words what is normal, its alarms, its calls; then its queues and streams. */
export function serviceRows(service: WatchedService, link: (page: RunbookPage) => string): readonly IWidget[][] {
  const { name, functions, alarms, pages } = service;
  const words = [`## ${name}`, normalOf(name), pages.map(link).join(' · ')].join('\n\n');
  const first: IWidget[] = [text(words, 6)];
  if (alarms.length > 0)
    first.push(new AlarmStatusWidget({ title: `${name}: alarms`, width: 6, height: 6, alarms: [...alarms] }));
  if (functions.length > 0) first.push(...callGraphs(name, functions));
  const second = queueGraphs(service);
  return second.length > 0 ? [first, second] : [first];
}

function callGraphs(name: string, functions: readonly ServiceFunction[]): IWidget[] {
  const failures = functions.flatMap((one) => [
    one.function.metricErrors({ period, statistic: Stats.SUM, label: `${nameOf(one)}: errors` }),
    one.function.metricThrottles({ period, statistic: Stats.SUM, label: `${nameOf(one)}: throttled` }),
  ]);
  const durations = functions.map((one) =>
    one.function.metricDuration({ period, statistic: 'p99', label: nameOf(one) }),
  );
  return [
    graph(`${name}: calls that fail`, 6, failures),
    graph(`${name}: how long calls take, p99`, 6, durations, { unit: 'ms' }),
  ];
}

function queueGraphs({ name, queues, streams, deadLetters }: WatchedService): IWidget[] {
  const waiting = [
    ...queues.map(({ queue, node }) =>
      queue.metricApproximateAgeOfOldestMessage({ period, statistic: Stats.MAXIMUM, label: node.id }),
    ),
    ...streams.map(({ worker, node }) => inSeconds(iteratorAge(worker), `${node.id} (stream)`)),
  ];
  const dead = deadLetters.map(({ queue, node }) =>
    queue.metricApproximateNumberOfMessagesVisible({
      period,
      statistic: Stats.MAXIMUM,
      label: node.scope?.node.id ?? node.id,
    }),
  );
  return [
    ...(waiting.length > 0 ? [graph(`${name}: how long work waits`, 12, waiting, { unit: 'seconds' })] : []),
    ...(dead.length > 0 ? [graph(`${name}: dead letters: 0`, 12, dead)] : []),
  ];
}
