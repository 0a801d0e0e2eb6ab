import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Timetable } from '../domain/audience/ports.ts';

export interface SchedulerTimetableProps {
  readonly group: string;
  /** The function that is called, with the time that was set: `{ at }` in milliseconds since 1970. */
  readonly functionArn: string;
  /** The role with which EventBridge Scheduler calls it. */
  readonly roleArn: string;
  /** The queue for calls that could not be made. */
  readonly deadLetterArn: string;
}

/** One-time schedules of EventBridge Scheduler, which delete themselves; they are precise to a minute. */
export class SchedulerTimetable implements Timetable {
  readonly #client: SchedulerClient;
  readonly #props: SchedulerTimetableProps;

  constructor(client: SchedulerClient, props: SchedulerTimetableProps) {
    this.#client = client;
    this.#props = props;
  }

  async set(name: string, at: number): Promise<void> {
    const schedule = this.#schedule(name, at);
    try {
      await this.#client.send(new CreateScheduleCommand(schedule));
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await this.#client.send(new UpdateScheduleCommand(schedule));
    }
  }

  async cancel(name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteScheduleCommand({ Name: name, GroupName: this.#props.group }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  #schedule(name: string, at: number): CreateScheduleInput {
    const { group, functionArn, roleArn, deadLetterArn } = this.#props;
    // Whole seconds only, and never before the time that was asked for.
    const time = new Date(Math.ceil(at / 1_000) * 1_000).toISOString().replace(/\.\d+Z$/, '');
    return {
      Name: name,
      GroupName: group,
      ScheduleExpression: `at(${time})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: functionArn,
        RoleArn: roleArn,
        Input: JSON.stringify({ at }),
        DeadLetterConfig: { Arn: deadLetterArn },
      },
    };
  }
}
