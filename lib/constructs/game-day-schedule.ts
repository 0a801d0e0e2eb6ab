import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { untried } from './untried.ts';

export interface GameDayScheduleProps {
  /** As EventBridge Scheduler writes it, in UTC. */
  readonly expression: string;
  /** The experiment that is started. */
  readonly templateId: string;
}

/** Starts an experiment at its times. One that can't be started is left out: nobody waits for it at another time. */
export class GameDaySchedule extends Construct {
  constructor(scope: Construct, id: string, { expression, templateId }: GameDayScheduleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'fis', resource, resourceName });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    untried(role, {
      actions: ['fis:StartExperiment', 'iam:CreateServiceLinkedRole'],
      reason: 'A laptop has no FIS; its game days are a command.',
    });
    const experiments = arn('experiment', '*');
    acknowledgeWildcard(role, experiments, 'FIS names an experiment as it starts it.');
    const linkedRole = stack.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: 'aws-service-role/fis.amazonaws.com/AWSServiceRoleForFIS',
    });
    new Schedule(this, 'Schedule', {
      description: 'A game day: all faults, one after the other.',
      schedule: ScheduleExpression.expression(expression),
      target: new Universal({
        service: 'fis',
        action: 'startExperiment',
        role,
        retryAttempts: 0,
        input: ScheduleTargetInput.fromObject({
          ExperimentTemplateId: templateId,
          ClientToken: ContextAttribute.executionId,
        }),
        policyStatements: [
          new PolicyStatement({
            actions: ['fis:StartExperiment'],
            resources: [arn('experiment-template', templateId), experiments],
          }),
          // FIS watches experiments by a role of its own, which the account's first experiment makes.
          new PolicyStatement({
            actions: ['iam:CreateServiceLinkedRole'],
            resources: [linkedRole],
            conditions: { StringEquals: { 'iam:AWSServiceName': 'fis.amazonaws.com' } },
          }),
        ],
      }),
    });
  }
}
