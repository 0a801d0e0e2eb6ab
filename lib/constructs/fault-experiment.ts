import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/**
 * One action of AWS FIS with its targets
 * (https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html).
 */
export interface Fault {
  /** Letters only; unlike any other's in its experiment. */
  readonly name: string;
  readonly description: string;
  readonly actionId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly target: {
    /** How the action calls its targets: `Functions`, `Tables`. */
    readonly key: string;
    readonly resourceType: string;
    /** FIS takes at most five. */
    readonly arns: readonly string[];
  };
}

export interface FaultExperimentProps {
  readonly description: string;
  /** One after the other. */
  readonly faults: readonly Fault[];
  /** FIS ends the experiment when one of these goes off, and doesn't begin while one is on. FIS takes at most five. */
  readonly stopAlarms: readonly Alarm[];
  /** What must be quiet before the first fault and after each: the steady state. FIS takes at most five. */
  readonly steadyAlarms: readonly Alarm[];
  readonly role: IRole;
  readonly logGroup: ILogGroup;
}

/** After each fault, until its alarms can be quiet again and what waits is done. */
const rest = 'PT10M';

/** A template by which AWS FIS lets faults happen, with checks of the steady state before, between and after them. */
export class FaultExperiment extends Construct {
  readonly templateId: string;

  constructor(scope: Construct, id: string, props: FaultExperimentProps) {
    super(scope, id);
    const { description, faults, stopAlarms, steadyAlarms, role, logGroup } = props;
    const check = {
      actionId: 'aws:cloudwatch:assert-alarm-state',
      parameters: { alarmArns: steadyAlarms.map(({ alarmArn }) => alarmArn).join(','), alarmStates: 'OK' },
    };
    const actions: Record<string, CfnExperimentTemplate.ExperimentTemplateActionProperty> = { SteadyBefore: check };
    let before = 'SteadyBefore';
    for (const { name, description, actionId, parameters, target } of faults) {
      actions[name] = {
        actionId,
        description,
        parameters: { ...parameters },
        targets: { [target.key]: name },
        startAfter: [before],
      };
      actions[`RestAfter${name}`] = { actionId: 'aws:fis:wait', parameters: { duration: rest }, startAfter: [name] };
      before = `SteadyAfter${name}`;
      actions[before] = { ...check, startAfter: [`RestAfter${name}`] };
    }
    const template = new CfnExperimentTemplate(this, 'Template', {
      description,
      roleArn: role.roleArn,
      actions,
      targets: Object.fromEntries(
        faults.map(({ name, target: { resourceType, arns } }) => [
          name,
          { resourceType, resourceArns: [...arns], selectionMode: 'ALL' },
        ]),
      ),
      stopConditions: stopAlarms.map(({ alarmArn }) => ({ source: 'aws:cloudwatch:alarm', value: alarmArn })),
      logConfiguration: {
        logSchemaVersion: 2,
        cloudWatchLogsConfiguration: { LogGroupArn: logGroup.logGroupArn },
      },
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      tags: { Name: id },
    });
    template.node.addDependency(role);
    this.templateId = template.attrId;
  }
}
