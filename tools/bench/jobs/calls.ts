import { parentPort, workerData } from 'node:worker_threads';
import type { Runs } from '../figures.ts';
import { median } from '../statistics.ts';

/** Calls a handler and a bare one in turns, each with its own events. */
export interface CallsInput {
  /** The files of the two bundles. */
  readonly bundle: string;
  readonly bare: string;
  /** Each is used in its turn, from the first again after the last. */
  readonly events: readonly unknown[];
  readonly bareEvents: readonly unknown[];
  /** The status that every answer must have. */
  readonly status: number;
  readonly rounds: number;
  /** Calls of each handler in a round. */
  readonly calls: number;
}

type Handler = (event: unknown, context: object) => Promise<{ statusCode?: number } | undefined>;

/** Milliseconds of one call; V8 compiles what is called often, so some calls come before. */
const warmUps = 100;

const input = workerData as CallsInput;
const load = async (file: string) => ((await import(file)) as { handler: Handler }).handler;
const [handler, bare] = [await load(input.bundle), await load(input.bare)];
let turn = 0;

async function callBoth(): Promise<{ subject: number; baseline: number }> {
  turn += 1;
  const baseline = () => timed(() => bare(input.bareEvents[turn % input.bareEvents.length], {}));
  const subject = () =>
    timed(async () => {
      const answer = await handler(input.events[turn % input.events.length], {});
      if (answer?.statusCode !== input.status) throw new Error(`The handler answered ${JSON.stringify(answer)}`);
    });
  if (turn % 2 === 0) return { baseline: await baseline(), subject: await subject() };
  return { subject: await subject(), baseline: await baseline() };
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

for (let call = 0; call < warmUps; call += 1) await callBoth();
const runs = { subject: [] as number[], baseline: [] as number[] };
for (let round = 0; round < input.rounds; round += 1) {
  const times: { subject: number; baseline: number }[] = [];
  for (let call = 0; call < input.calls; call += 1) times.push(await callBoth());
  runs.subject.push(median(times.map(({ subject }) => subject)));
  runs.baseline.push(median(times.map(({ baseline }) => baseline)));
}
parentPort?.postMessage(runs satisfies Runs);
