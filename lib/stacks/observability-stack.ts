import { Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { cloudOnly } from '../../contracts/names.ts';
import { type Allowance, slos } from '../../contracts/slos.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { BurnRateAlarms, type Indicator } from '../constructs/burn-rate-alarms.ts';
import { DailyRecount } from '../constructs/daily-recount.ts';
import { failedRequests, lateResponses } from '../constructs/indicators.ts';
import type { Measured } from '../dashboard/measured.ts';
import { RegionDashboard } from '../dashboard/region-dashboard.ts';
import { iteratorAge } from '../metrics.ts';
import type { RegionStack } from './region-stack.ts';
import type { WorkersStack } from './workers-stack.ts';

/** What watches a region: alarms on the SLOs, and the dashboard of its services. */
export class ObservabilityStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    configuration: StageConfiguration,
    { api, workers, others }: { api: RegionStack; workers: WorkersStack; others: readonly Stack[] },
    props: StackProps,
  ) {
    super(scope, id, props);
    this.templateOptions.metadata = { [cloudOnly]: true };
    Tags.of(this).add('service', 'observability');
    this.addStackDependency(api, 'What it watches stands there.');
    const { measured } = api;
    const indicators = {
      accepting: failedRequests(measured.api, slos.accepting),
      reading: failedRequests(measured.api, slos.reading),
      freshness: lateResponses(measured.tallying.worker, slos.freshness.withinMs),
    } satisfies Record<Allowance, Indicator>;
    const burning = [
      this.#watch('Accepting', 'accepting', 'Votes are refused by a fault of ours', indicators.accepting),
      this.#watch('Reading', 'reading', 'Results can’t be read', indicators.reading),
      this.#watch('Freshness', 'freshness', 'Responses count late', indicators.freshness),
    ];
    const atRisk = responsesAtRisk(measured);
    const counting = new Alarm(new Construct(this, 'Counting'), 'AtRisk', {
      alarmDescription: 'Accepted responses don’t count, or not in time.',
      metric: atRisk,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const recounts = new DailyRecount(this, 'Recounts', measured);
    new RegionDashboard(this, 'Dashboard', {
      configuration,
      measured,
      indicators,
      atRisk,
      promises: [counting, ...recounts.alarms, ...burning.flatMap(({ composites }) => composites)],
      stacks: [api, workers],
      others,
    });
    new AlarmTopic(this, 'Alarms', configuration);
  }

  #watch(id: string, slo: Allowance, what: string, indicator: Indicator): BurnRateAlarms {
    return new BurnRateAlarms(this, id, { what, objective: slos[slo].objective, indicator });
  }
}

/**
 * How many accepted responses are known not to count though they should: the dead letters of the queue and of the
 * stream, and what waits in a queue whose oldest message is too old. A stream that is too old adds 1, as nobody knows how
 * many records wait in it.
 */
function responsesAtRisk({ recording, tallying }: Measured): MathExpression {
  const { queue, deadLetters } = recording.queue;
  const period = Duration.minutes(1);
  const most = { period, statistic: Stats.MAXIMUM };
  const seconds = slos.counting.withinMs / 1_000;
  return new MathExpression({
    expression: `FILL(dead, 0) + FILL(unread, 0) + IF(FILL(age, 0) > ${seconds}, FILL(waiting, 0), 0) + IF(FILL(behind, 0) > ${slos.counting.withinMs}, 1, 0)`,
    usingMetrics: {
      dead: deadLetters.queue.metricApproximateNumberOfMessagesVisible(most),
      unread: tallying.deadLetters.queue.metricApproximateNumberOfMessagesVisible(most),
      age: queue.metricApproximateAgeOfOldestMessage(most),
      waiting: queue.metricApproximateNumberOfMessagesVisible(most),
      behind: iteratorAge(tallying.worker),
    },
    label: 'responses at risk',
    period,
  });
}
