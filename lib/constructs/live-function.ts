import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Alias, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { liveFunctions } from '../../contracts/functions.ts';
import { liveAlias } from '../../contracts/names.ts';
import { addUsageAlarms } from './alarms.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

type LiveFunctionName = (typeof liveFunctions)[number];

/** The share of warm instances that target tracking keeps in use: the rest takes a rise of the next minutes. */
const utilizationTarget = 0.7;

/**
 * A function that voters wait for: called through an alias, so that a new version takes over step by step and
 * instances can be kept warm, as many as the stage says, its use asks for, and announced audiences need.
 */
export class LiveFunction<F extends LiveFunctionName = LiveFunctionName> extends ServiceFunction<F> {
  readonly alias: Alias;
  /** How Application Auto Scaling knows it. */
  readonly scalableTarget: string;
  /** Goes off when calls through the alias fail. */
  readonly errors: Alarm;

  constructor(scope: Construct, props: ServiceFunctionProps<F>) {
    super(scope, props);
    this.alias = new Alias(this, 'Live', { aliasName: liveAlias, version: this.function.currentVersion });
    this.scalableTarget = `function:${this.function.functionName}:${liveAlias}`;
    // One page of the runbook is for the calls of every live function.
    const calls = new Construct(this, 'Calls');
    this.errors = new Alarm(calls, 'Errors', {
      alarmDescription: 'Calls fail again and again.',
      metric: this.alias.metricErrors({ period: Duration.minutes(1), statistic: 'sum' }),
      threshold: 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const { warmInstances } = props.configuration;
    if (!warmInstances) return;
    const scaling = this.alias.addAutoScaling({
      minCapacity: warmInstances.least,
      maxCapacity: warmInstances.most,
    });
    scaling.scaleOnUtilization({ utilizationTarget });
    addUsageAlarms(calls, 'Warm', {
      what: 'As many instances are busy as may be kept warm: more voters meet cold ones.',
      used: this.#metric('ProvisionedConcurrentExecutions', 'max'),
      limit: warmInstances.most,
    });
    new Alarm(calls, 'Spillover', {
      alarmDescription: 'Calls go to cold instances, as all warm ones are busy.',
      metric: this.#metric('ProvisionedConcurrencySpilloverInvocations', 'sum'),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Target tracking takes some minutes to follow.
      evaluationPeriods: 10,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  override get invoked(): IFunction {
    return this.alias;
  }

  #metric(metricName: string, statistic: string): Metric {
    return this.alias.metric(metricName, { period: Duration.minutes(1), statistic });
  }
}
