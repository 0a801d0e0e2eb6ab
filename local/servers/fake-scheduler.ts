import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { listen } from './listen.ts';
import type { LocalServer } from './local-server.ts';

const scheduleSchema = z.object({
  GroupName: z.string(),
  /** One-time schedules only, in UTC, which delete themselves: all that the functions make. */
  ScheduleExpression: z.string().regex(/^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/),
  ScheduleExpressionTimezone: z.literal('UTC'),
  FlexibleTimeWindow: z.object({ Mode: z.literal('OFF') }),
  ActionAfterCompletion: z.literal('DELETE'),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string() }),
});

interface Schedule {
  readonly at: number;
  readonly arn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly timer: NodeJS.Timeout | undefined;
}

/** A schedule of a template, which fires again and again. */
export interface RepeatingSchedule {
  readonly name: string;
  readonly everyMs: number;
  /** Of the queue or function that it reaches. */
  readonly arn: string;
  readonly roleArn: string;
  /** JSON, in which `<aws.scheduler.scheduled-time>` stands for the time that it fires for. */
  readonly input: string;
}

/** What a schedule calls: a function or a queue by its ARN, in the role that it was given. */
export type Invoke = (arn: string, event: unknown, roleArn: string) => Promise<unknown>;

/** Stands for EventBridge Scheduler, of which there is no embedded server: it fires one-time and repeating schedules. */
export interface FakeScheduler extends LocalServer {
  /** One-time schedules to come, by group and name, with their times in milliseconds since 1970. */
  pending(): Readonly<Record<string, number>>;
  /** Fires what is due by then, in order, without waiting for the clock; a repeating one once, for its last time. */
  fireUntil(time: number): Promise<void>;
  /** Where schedules go from now on; while it is undefined, what is due is lost, as with a region that is down. */
  connect(invoke: Invoke | undefined): void;
  /** The repeating schedules from now on; the first time of each is one period from now. */
  repeat(schedules: readonly RepeatingSchedule[]): void;
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const scheduledTime = '<aws.scheduler.scheduled-time>';
/** Node's longest timer: some 24 days. What comes later fires only by `fireUntil`. */
const longestTimer = 2 ** 31 - 1;

export async function startFakeScheduler(): Promise<FakeScheduler> {
  const schedules = new Map<string, Schedule>();
  let invoke: Invoke | undefined;

  const remove = (name: string): Schedule | undefined => {
    const schedule = schedules.get(name);
    clearTimeout(schedule?.timer);
    schedules.delete(name);
    return schedule;
  };
  const fire = async (name: string): Promise<void> => {
    const schedule = remove(name);
    // A function that fails has written so to its log.
    if (schedule) await invoke?.(schedule.arn, JSON.parse(schedule.input), schedule.roleArn).catch(() => undefined);
  };
  let repeating: { readonly schedule: RepeatingSchedule; readonly since: number; readonly timer: NodeJS.Timeout }[] =
    [];
  const fireRepeating = async ({ arn, input, roleArn }: RepeatingSchedule, at: number): Promise<void> => {
    const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
    await invoke?.(arn, JSON.parse(input.replaceAll(scheduledTime, time)), roleArn).catch(() => undefined);
  };
  const put = (name: string, body: unknown): boolean => {
    const checked = scheduleSchema.safeParse(body);
    if (!checked.success) return false;
    const { ScheduleExpression, Target } = checked.data;
    const at = Date.parse(`${ScheduleExpression.slice(3, -1)}Z`);
    const key = `${checked.data.GroupName}/${name}`;
    remove(key);
    const wait = Math.max(0, at - Date.now());
    const timer = wait > longestTimer ? undefined : setTimeout(() => void fire(key), wait).unref();
    schedules.set(key, { at, arn: Target.Arn, roleArn: Target.RoleArn, input: Target.Input, timer });
    return true;
  };
  /** @returns status and, for an error, its name */
  const answer = async (request: IncomingMessage): Promise<[number, string?]> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = decodeURIComponent(url.pathname.replace(/^\/schedules\//, ''));
    if (request.method === 'DELETE') {
      return remove(`${url.searchParams.get('groupName')}/${name}`) ? [200] : [404, 'ResourceNotFoundException'];
    }
    const body = JSON.parse((await text(request)) || '{}') as { GroupName?: string };
    const isThere = schedules.has(`${body.GroupName}/${name}`);
    if (request.method === 'POST' && isThere) return [409, 'ConflictException'];
    if (request.method === 'PUT' && !isThere) return [404, 'ResourceNotFoundException'];
    return put(name, body) ? [200] : [400, 'ValidationException'];
  };

  const server = createServer(async (request, response) => {
    const [status, error] = await answer(request);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
    });
    response.end(JSON.stringify(error === undefined ? { ScheduleArn: 'arn:aws:scheduler:local' } : { Message: error }));
  });
  const { port, stop } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pending: () => Object.fromEntries([...schedules].map(([name, { at }]) => [name, at])),
    async fireUntil(time) {
      const due = [...schedules].filter(([, { at }]) => at <= time).sort(([, one], [, other]) => one.at - other.at);
      for (const [name] of due) await fire(name);
      for (const { schedule, since } of repeating) {
        const periods = Math.floor((time - since) / schedule.everyMs);
        if (periods > 0) await fireRepeating(schedule, since + periods * schedule.everyMs);
      }
    },
    repeat(wanted) {
      for (const { timer } of repeating) clearInterval(timer);
      repeating = wanted.map((schedule) => ({
        schedule,
        since: Date.now(),
        timer: setInterval(() => void fireRepeating(schedule, Date.now()), schedule.everyMs).unref(),
      }));
    },
    connect(target) {
      invoke = target;
    },
    async stop() {
      for (const name of [...schedules.keys()]) remove(name);
      for (const { timer } of repeating) clearInterval(timer);
      await stop();
    },
  };
}
