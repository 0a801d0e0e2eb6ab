import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import type { ServiceFunction } from './service-function.ts';
import { untried } from './untried.ts';

export interface OneTimeSchedulesProps {
  /** The group's name, the stage's own. */
  readonly groupName: string;
  /** What a schedule does to what: one action on one resource. */
  readonly target: { readonly action: 'lambda:InvokeFunction' | 'sqs:SendMessage'; readonly arn: string };
  /** Where schedules end that could not do it. */
  readonly missed: IQueue;
}

/** A group of one-time schedules that a function makes while it runs, and the role by which they reach their target. */
export class OneTimeSchedules extends Construct {
  readonly #props: OneTimeSchedulesProps;
  readonly #group: ScheduleGroup;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: OneTimeSchedulesProps) {
    super(scope, id);
    this.#props = props;
    this.#group = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: props.groupName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const { action, arn } = props.target;
    this.#role.addToPolicy(new PolicyStatement({ actions: [action], resources: [arn] }));
    const missed = { actions: ['sqs:SendMessage'], resources: [props.missed.queueArn] };
    this.#role.addToPolicy(new PolicyStatement(missed));
    untried(this.#role, {
      ...missed,
      reason: 'Scheduler tells of what it could not do for a day; no test waits that long.',
    });
  }

  /** What whoever makes schedules has in its environment. */
  get environment() {
    return {
      SCHEDULE_GROUP: this.#group.scheduleGroupName,
      SCHEDULE_ROLE_ARN: this.#role.roleArn,
      SCHEDULE_DEAD_LETTERS_ARN: this.#props.missed.queueArn,
    };
  }

  /** Allows a function to make, move and take away the group's schedules. */
  allow(maker: ServiceFunction): void {
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.#props.groupName}/*`,
    });
    maker.allow(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], schedules);
    acknowledgeWildcard(maker, schedules, 'Schedules are named after polls; the group is the stage’s own.');
    maker.allow(['iam:PassRole'], this.#role.roleArn);
  }
}
