import { runInNewContext } from 'node:vm';
import type { TemplateResource } from './templates.ts';

/** A metric that an alarm reads, or the expression over them. */
export interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Stat: string;
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
    };
  };
}

/** An alarm on one metric, or on an expression over several. */
export interface MathAlarm {
  readonly ActionsEnabled?: boolean;
  readonly Metrics?: readonly MetricQuery[];
  readonly MetricName?: string;
  readonly Period?: number;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
}

/** The expression of an alarm; empty for one without. */
export const expressionOf = ({ Properties }: TemplateResource<MathAlarm>) =>
  Properties.Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression ?? '';
/** The metrics that an expression reads, with their ids in it. */
export const readsOf = ({ Properties }: TemplateResource<MathAlarm>) =>
  (Properties.Metrics ?? []).flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, ...MetricStat }] : []));

/** An expression of CloudWatch's metric math at one moment; a metric without a value then is undefined. */
export function evaluate(expression: string, values: Readonly<Record<string, number | undefined>>): number {
  return runInNewContext(expression, {
    ...values,
    IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
    FILL: (value: number | undefined, filling: number) => value ?? filling,
  });
}

/** What an alarm's expression gives where its metrics have these values, by name and statistic. */
export function at(
  alarm: TemplateResource<MathAlarm>,
  values: (read: { name: string; stat: string }) => number | undefined,
): number {
  const given = readsOf(alarm).map(({ Id, Metric, Stat }) => [Id, values({ name: Metric.MetricName, stat: Stat })]);
  return evaluate(expressionOf(alarm), Object.fromEntries(given));
}
