import type { Assembly } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import type { RepeatingSchedule } from '../servers/fake-scheduler.ts';
import type { Targets } from './event-bus.ts';

/** Milliseconds by the units of a rate (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). */
const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The repeating schedules of the templates.
 * @throws ExplainedError for anything but a rate, or a target that the laptop doesn't run
 */
export function repeatingSchedules(assembly: Assembly, resolver: Resolver, targets: Targets): RepeatingSchedule[] {
  return resourcesOf(assembly, resolver, 'AWS::Scheduler::Schedule')
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ stack, logicalId, properties: { ScheduleExpression, Target } }) => {
      const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(ScheduleExpression) ?? [];
      const ms = Number(count) * (units[unit] ?? Number.NaN);
      if (Number.isNaN(ms)) {
        throw new ExplainedError(`The laptop runs schedules by a rate, ${logicalId} is ${ScheduleExpression}.`);
      }
      if (!targets.has(Target.Arn)) {
        throw new ExplainedError(`The schedule ${logicalId} sends to ${Target.Arn}, which the laptop doesn't run.`);
      }
      return {
        name: `${stack.name}/${logicalId}`,
        everyMs: ms,
        arn: Target.Arn,
        roleArn: Target.RoleArn,
        input: Target.Input,
      };
    });
}
