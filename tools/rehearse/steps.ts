import type { Step } from './report.ts';

/** A step didn't go as it should. */
export class StepFailed extends Error {}

/** Runs steps one after the other, tells each, and skips the rest after one that failed. */
export class Steps {
  readonly done: Step[] = [];
  readonly #title: string;

  constructor(title: string) {
    this.#title = title;
  }

  /** @throws StepFailed what the step threw, once it is told */
  async run<T>(what: string, step: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const tell = (problem?: string) => {
      const seconds = (performance.now() - start) / 1_000;
      this.done.push({ what, seconds, ...(problem === undefined ? {} : { problem }) });
      console.log(`${problem === undefined ? 'ok    ' : 'FAILED'} ${this.#title}: ${what} (${seconds.toFixed(1)} s)`);
      if (problem !== undefined) console.log(problem.replaceAll(/^/gm, '         '));
    };
    try {
      const result = await step();
      tell();
      return result;
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
      throw error instanceof StepFailed ? error : new StepFailed(what, { cause: error });
    }
  }
}
