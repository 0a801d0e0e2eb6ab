import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { LiveViewersInput, LiveViewersReport } from './jobs/live-viewers.ts';

/** Viewers of one process: more processes than cores only wait for each other. */
const perProcess = 2_500;

/** Viewers in processes of their own. */
export class LiveAudience {
  readonly #processes: readonly ChildProcess[];

  private constructor(processes: readonly ChildProcess[]) {
    this.#processes = processes;
  }

  /** Resolves when everyone listens. */
  static async join(input: LiveViewersInput): Promise<LiveAudience> {
    const url = new URL('./jobs/live-viewers.ts', import.meta.url);
    const sizes = Array.from({ length: Math.ceil(input.viewers / perProcess) }, (_, index) =>
      Math.min(perProcess, input.viewers - index * perProcess),
    );
    const processes = sizes.map(() => fork(url, { serialization: 'advanced' }));
    const listening = processes.map((child, index) => {
      child.send({ ...input, viewers: sizes[index] });
      return heard(child);
    });
    await Promise.all(listening);
    return new LiveAudience(processes);
  }

  /** What everyone saw; they leave. */
  async leave(): Promise<LiveViewersReport> {
    const reports = await Promise.all(
      this.#processes.map((child) => {
        child.send('report');
        return heard(child) as Promise<LiveViewersReport>;
      }),
    );
    return { delays: reports.flatMap(({ delays }) => delays), last: reports.flatMap(({ last }) => last) };
  }
}

/** @throws Error when the process ends first */
async function heard(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('A process of viewers ended');
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  ended.catch(() => {});
  return message;
}
