import { Duration } from 'aws-cdk-lib';
import { type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { refusalReasons } from '../../contracts/observability.ts';
import { slos } from '../../contracts/slos.ts';
import { iteratorAge, ownMetric, routeMetric } from '../metrics.ts';
import type { Measured } from './measured.ts';
import { graph, inSeconds } from './widgets.ts';

const period = Duration.minutes(1);

/** The way of a response: how many come and go at each step, how long they wait, and what is refused. */
export function voteGraphs({ api, submitResponse, recording, tallying, recountPoll }: Measured): readonly IWidget[] {
  const { queue } = recording.queue;
  const { worker: tallyResponses, deadLetters } = tallying;
  const age = (statistic: string) => inSeconds(ownMetric('ResultsAge', tallyResponses, statistic), statistic);
  return [
    graph('Votes a minute, at each step', 8, [
      queue.metricNumberOfMessagesSent({ period, statistic: Stats.SUM, label: 'accepted: into the queue' }),
      queue.metricNumberOfMessagesDeleted({ period, statistic: Stats.SUM, label: 'out of the queue' }),
      ownMetric('Recorded', recording.worker, Stats.SUM).with({ label: 'recorded' }),
      ownMetric('Repeated', recording.worker, Stats.SUM).with({ label: 'repeated: changed nothing' }),
      ownMetric('Tallied', tallyResponses, Stats.SUM).with({ label: 'tallied, of all regions' }),
    ]),
    graph(
      'How long votes wait',
      8,
      [
        queue.metricApproximateAgeOfOldestMessage({ period, statistic: Stats.MAXIMUM, label: 'oldest in the queue' }),
        inSeconds(iteratorAge(tallying.worker), 'oldest in the stream'),
        age('p50'),
        age('p99'),
      ],
      { unit: 'seconds' },
    ),
    graph(
      'Refused a minute, by reason',
      8,
      refusalReasons.map((reason) => ownMetric('Refused', submitResponse, Stats.SUM, reason).with({ label: reason })),
      { stacked: true },
    ),
    graph('Answers to votes a minute', 8, [
      ownMetric('Accepted', submitResponse, Stats.SUM).with({ label: '202' }),
      routeMetric(api, slos.accepting, '4xx', Stats.SUM).with({ label: '4xx, throttled ones among them' }),
      routeMetric(api, slos.accepting, '5xx', Stats.SUM).with({ label: '5xx' }),
    ]),
    graph(
      'How long voters and viewers wait',
      8,
      [
        routeMetric(api, slos.accepting, 'Latency', 'p99').with({ label: 'vote, p99' }),
        routeMetric(api, slos.reading, 'Latency', 'p99').with({ label: 'results past the cache, p99' }),
      ],
      { unit: 'ms' },
    ),
    graph('Votes that don’t count, and tallies proved wrong: 0', 8, [
      recording.queue.deadLetters.queue.metricApproximateNumberOfMessagesVisible({
        period,
        statistic: Stats.MAXIMUM,
        label: 'not recorded',
      }),
      deadLetters.queue.metricApproximateNumberOfMessagesVisible({
        period,
        statistic: Stats.MAXIMUM,
        label: 'not tallied',
      }),
      ownMetric('RecountsDifferent', recountPoll, Stats.SUM).with({ label: 'tallies that a recount found wrong' }),
      ownMetric('RecountsEqual', recountPoll, Stats.SUM).with({ label: 'tallies that it proved right, each day' }),
    ]),
  ];
}
