import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';

export interface SchedulerTimetableProps {
  readonly group: string;
  /** The function that is called, or the queue that gets a message. */
  readonly targetArn: string;
  /** The role with which EventBridge Scheduler does so. */
  readonly roleArn: string;
  /** The queue for calls that could not be made. */
  readonly deadLetterArn: string;
}

/** One-time schedules of EventBridge Scheduler, which delete themselves; they are precise to a minute. */
export class SchedulerTimetable {
  readonly #client: SchedulerClient;
  readonly #props: SchedulerTimetableProps;

  constructor(client: SchedulerClient, props: SchedulerTimetableProps) {
    this.#client = client;
    this.#props = props;
  }

  /**
   * Adds a schedule, or moves it; `at` in milliseconds since 1970.
   * @param input what the target gets
   */
  async set(name: string, at: number, input: object = { at }): Promise<void> {
    const schedule = this.#schedule(name, at, input);
    try {
      await this.#client.send(new CreateScheduleCommand(schedule));
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await this.#client.send(new UpdateScheduleCommand(schedule));
    }
  }

  /** Does nothing where there is no such schedule. */
  async cancel(name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteScheduleCommand({ Name: name, GroupName: this.#props.group }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  #schedule(name: string, at: number, input: object): CreateScheduleInput {
    const { group, targetArn, roleArn, deadLetterArn } = this.#props;
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
        Arn: targetArn,
        RoleArn: roleArn,
        Input: JSON.stringify(input),
        DeadLetterConfig: { Arn: deadLetterArn },
      },
    };
  }
}
