import type { FunctionName } from '../../contracts/functions.ts';
import { type BareCall, type Bundle, bareBundle, copyBundles } from './bundles.ts';
import type { Progress } from './progress.ts';
import { Stage } from './stage.ts';

/** What the cases measure with. Everything is made when the first case asks for it. */
export class Bench {
  readonly #folder: string;
  readonly #progress: Progress;
  readonly #bare = new Map<string, Bundle>();
  /** Votes a second that the whole system has counted for long, once that is known. */
  lastingRate: number | undefined;
  #bundles: ((name: FunctionName) => Bundle) | undefined;
  #stage: Promise<Stage> | undefined;

  /** @param folder holds what the bench writes, and is its own */
  constructor(folder: string, progress: Progress) {
    this.#folder = folder;
    this.#progress = progress;
  }

  /** Says what goes on. */
  step(words: string): void {
    this.#progress.step(words);
  }

  bundle(name: FunctionName): Bundle {
    this.#bundles ??= copyBundles(this.#folder);
    return this.#bundles(name);
  }

  bare(calls: readonly BareCall[]): Bundle {
    const name = calls.join(' ');
    const bundle = this.#bare.get(name) ?? bareBundle(this.#folder, calls);
    this.#bare.set(name, bundle);
    return bundle;
  }

  /** Tables, queues and the secret, with nothing else running. */
  async stageAtRest(): Promise<Stage> {
    const stage = await this.#started();
    await stage.rest();
    return stage;
  }

  /** The whole system, taking requests. */
  async stageAwake(): Promise<Stage> {
    const stage = await this.#started();
    await stage.wake();
    return stage;
  }

  async stop(): Promise<void> {
    // Whoever asked for a stage that didn't start has been told so.
    const stage = await this.#stage?.catch(() => undefined);
    await stage?.stop();
  }

  #started(): Promise<Stage> {
    this.#stage ??= Stage.start(this.#folder);
    return this.#stage;
  }
}
