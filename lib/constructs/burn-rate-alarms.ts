import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { burnRates, ignoredBadEvents } from '../../contracts/slos.ts';

/** Which events an SLO counts, and which of them are bad: two expressions of CloudWatch's metric math over metrics. */
export interface Indicator {
  readonly bad: string;
  readonly all: string;
  /** By the ids that the expressions use. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

export interface BurnRateAlarmsProps {
  /** What fails when they go off, in half a sentence. */
  readonly what: string;
  /** The share of good events that is promised, below 1. */
  readonly objective: number;
  readonly indicator: Indicator;
}

/**
 * Alarms on how fast the allowance of an SLO is used up. Each rate is asked of a long window, so that it matters, and of
 * a short one, so that it still goes on and the alarm ends soon after the trouble does. The windows themselves tell
 * nobody; `FastBurn` and `SlowBurn` do.
 */
export class BurnRateAlarms extends Construct {
  readonly composites: readonly CompositeAlarm[];

  constructor(scope: Construct, id: string, { what, objective, indicator }: BurnRateAlarmsProps) {
    super(scope, id);
    const watch = (alarm: string, rate: number, minutes: number, ignored: number) =>
      new Alarm(this, `${alarm}${minutes}`, {
        alarmDescription: `${what}: ${rate} times as often as promised for ${minutes} minutes. Part of ${alarm}.`,
        actionsEnabled: false,
        metric: burnRate(indicator, objective, minutes, ignored),
        threshold: rate,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    const pairs = burnRates.map(({ alarm, rate, longMinutes, shortMinutes }) => ({
      alarm,
      rule: AlarmRule.allOf(watch(alarm, rate, longMinutes, ignoredBadEvents), watch(alarm, rate, shortMinutes, 0)),
    }));
    this.composites = [...Map.groupBy(pairs, ({ alarm }) => alarm)].map(
      ([alarm, own]) =>
        new CompositeAlarm(this, alarm, {
          alarmDescription: `${what}, so often that ${means[alarm]}.`,
          alarmRule: AlarmRule.anyOf(...own.map(({ rule }) => rule)),
        }),
    );
  }
}

const means = {
  FastBurn: 'a month’s allowance is gone within days',
  SlowBurn: 'the month’s allowance will not last',
} as const;

/**
 * How many times as often as allowed bad events come, in a window.
 * @param ignored with no more bad events than this it is 0
 */
export function burnRate(indicator: Indicator, objective: number, minutes: number, ignored = 0): MathExpression {
  const { bad, all, metrics } = ofWindow(indicator, minutes);
  // Rounded, as 1 - 0.999 is not quite 0.001.
  const allowed = Number((1 - objective).toFixed(6));
  return new MathExpression({
    expression: `IF(${bad} > ${ignored}, ${bad} / ${all} / ${allowed}, 0)`,
    usingMetrics: metrics,
    label: 'times the allowed rate',
    period: Duration.minutes(minutes),
  });
}

/** The indicator with ids of its own, so that one graph can show several windows. */
function ofWindow({ bad, all, metrics }: Indicator, minutes: number): Indicator & { metrics: Record<string, Metric> } {
  const ids = new RegExp(`\\b(${Object.keys(metrics).join('|')})\\b`, 'g');
  const renamed = (expression: string) => expression.replaceAll(ids, `$1${minutes}`);
  return {
    bad: renamed(bad),
    all: renamed(all),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([id, metric]) => [renamed(id), metric.with({ period: Duration.minutes(minutes) })]),
    ),
  };
}
