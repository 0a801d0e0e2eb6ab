import { randomUUID } from 'node:crypto';
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { transformSync } from 'esbuild';
import type { Faults } from '../chaos/faults.ts';
import type { FunctionMeter } from '../metering/meter.ts';
import type { FunctionObserver } from '../metrics/laptop-metrics.ts';
import type { ServiceProxy } from '../service-proxy/service-proxy.ts';
import type { InvocationOutcome, WorkerStart } from './protocol.ts';

/** Without its types from the start: a thread that loads TypeScript loads a compiler first, which doubles a cold start. */
const workerSource = transformSync(readFileSync(new URL('./worker.ts', import.meta.url)), { loader: 'ts' }).code;
const workerUrl = new URL(`data:text/javascript,${encodeURIComponent(workerSource)}`);

/** A function as its template describes it. */
export interface LocalFunction {
  readonly name: string;
  readonly arn: string;
  readonly handler: string;
  /** The address of the bundle's file. */
  readonly bundle: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A function's error as Lambda reports it: thrown, timed out, or its process gone. */
export class FunctionError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** What AWS FIS adds to an invocation unless it is told otherwise is a second; some are hit harder. Milliseconds. */
const longestDelayMs = 1_000;

function stopped(): FunctionError {
  return new FunctionError('Runtime.ExitError', 'The laptop is being stopped');
}

/** How a pool runs, as against what it runs. */
export interface PoolOptions {
  /** Instances at once. */
  readonly mostInstances: number;
  /** Where what the function prints goes, behind what is there. */
  readonly logFile: string;
  /** @default nothing goes wrong by itself */
  readonly faults?: Faults | undefined;
  /** What instances call other services through. @default the addresses of the environment */
  readonly proxy?: ServiceProxy | undefined;
  /** Variables that instances have besides. @default none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** @default nothing is counted */
  readonly meter?: FunctionMeter | undefined;
  /** @default nobody looks */
  readonly observer?: FunctionObserver | undefined;
}

const failedOnPurpose: InvocationOutcome = {
  kind: 'error',
  errorType: 'Runtime.InjectedFault',
  errorMessage: 'A fault of the platform, on purpose',
};

const ended: InvocationOutcome = { kind: 'error', errorType: 'Runtime.ExitError', errorMessage: 'The process ended' };

interface Instance {
  readonly worker: Worker;
  /** Set once it is being ended: it takes no more events, though its thread may still be there. */
  isEnding: boolean;
  /** Settles the event that the instance handles now. */
  settle?: (outcome: InvocationOutcome) => void;
}

/**
 * The instances of one function. Each handles one event at a time, as on Lambda; there are as many as events come
 * at once, up to a limit, beyond which events wait their turn.
 */
export class FunctionPool {
  readonly function: LocalFunction;
  readonly #options: PoolOptions;
  readonly #log: WriteStream;
  readonly #instances = new Set<Instance>();
  readonly #idle: Instance[] = [];
  #isStopped = false;
  #started = 0;
  readonly #waiting: { resolve(instance: Instance): void; reject(error: unknown): void }[] = [];

  constructor(definition: LocalFunction, options: PoolOptions) {
    this.function = definition;
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
  }

  /**
   * Loads the bundle into a first instance, so that a broken one shows before the first event.
   * @throws FunctionError with the cause
   */
  async warm(): Promise<void> {
    this.#release(await this.#start());
  }

  /**
   * Runs the function on an event.
   * @returns what the handler returned, as JSON
   * @throws FunctionError when it threw, took too long, was killed or could not be loaded
   */
  async invoke(event: unknown): Promise<unknown> {
    const instance = await this.#acquire();
    const outcome = await this.#run(instance, event);
    if (outcome.kind === 'result') return outcome.result;
    throw outcome.kind === 'ready'
      ? new FunctionError('Runtime.Protocol', `${this.function.name} answered out of turn`)
      : new FunctionError(outcome.errorType, outcome.errorMessage);
  }

  /** Ends every instance at once, in the middle of whatever it does; new events get new ones. */
  async kill(): Promise<void> {
    await Promise.all([...this.#instances].map((instance) => this.#end(instance)));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { reject } of this.#waiting.splice(0)) reject(stopped());
    await this.kill();
    this.#log.end();
  }

  async #end(instance: Instance): Promise<void> {
    instance.isEnding = true;
    const index = this.#idle.indexOf(instance);
    if (index >= 0) this.#idle.splice(index, 1);
    await instance.worker.terminate();
  }

  async #acquire(): Promise<Instance> {
    if (this.#isStopped) throw stopped();
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#instances.size < this.#options.mostInstances) return this.#start();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #release(instance: Instance): void {
    // Whoever waits gets a new instance when this one has gone.
    if (instance.isEnding) return;
    const next = this.#waiting.shift();
    if (next) next.resolve(instance);
    else this.#idle.push(instance);
  }

  async #start(): Promise<Instance> {
    const startedAt = performance.now();
    const start: WorkerStart = { bundle: this.function.bundle, handler: this.function.handler };
    this.#started += 1;
    const endpoints = this.#options.proxy?.endpointsFor({
      name: `${this.function.name}-${this.#started}`,
      kill: () => void this.#end(instance),
    });
    const worker = new Worker(workerUrl, {
      workerData: start,
      env: { ...this.function.environment, ...endpoints, ...this.#options.environment },
      stdout: true,
      stderr: true,
    });
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on('data', (text: Buffer) => {
        this.#log.write(text);
        this.#options.meter?.printed(text.length);
        this.#options.observer?.printed(stream, text);
      });
    }
    const instance: Instance = { worker, isEnding: false };
    this.#instances.add(instance);
    const ready = new Promise<InvocationOutcome>((resolve) => {
      instance.settle = resolve;
    });
    worker.on('message', (outcome: InvocationOutcome) => instance.settle?.(outcome));
    worker.on('error', (error) => this.#log.write(`${error.stack ?? error.message}\n`));
    worker.on('exit', () => this.#gone(instance));
    const outcome = await ready;
    this.#options.meter?.coldStarted(performance.now() - startedAt);
    this.#options.observer?.coldStarted(performance.now() - startedAt);
    if (outcome.kind === 'ready') return instance;
    await worker.terminate();
    throw outcome.kind === 'broken' || outcome.kind === 'error'
      ? new FunctionError(outcome.errorType, outcome.errorMessage)
      : new FunctionError('Runtime.ImportModuleError', `${this.function.name} could not be loaded`);
  }

  #gone(instance: Instance): void {
    this.#instances.delete(instance);
    const index = this.#idle.indexOf(instance);
    if (index >= 0) this.#idle.splice(index, 1);
    instance.settle?.(ended);
    const next = this.#waiting.shift();
    if (next) this.#start().then(next.resolve, next.reject);
  }

  #run(instance: Instance, event: unknown): Promise<InvocationOutcome> {
    // A thread's last messages and its end come in one turn: whoever waited for such a message comes too late.
    if (!this.#instances.has(instance)) return Promise.resolve(ended);
    const { name, arn, timeoutSeconds } = this.function;
    const startedAt = performance.now();
    return new Promise((resolve) => {
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        void this.#end(instance);
      }, timeoutSeconds * 1_000);
      instance.settle = (answered) => {
        const outcome = this.#survived(instance, answered);
        clearTimeout(timer);
        const cpuMs = answered.kind === 'result' ? answered.cpuMs : 0;
        this.#options.meter?.invoked(performance.now() - startedAt, cpuMs);
        this.#options.observer?.invoked(performance.now() - startedAt, outcome.kind === 'result' ? 'done' : 'failed');
        delete instance.settle;
        const isGone = outcome.kind === 'error' && outcome.errorType === 'Runtime.ExitError';
        if (!isGone) this.#release(instance);
        resolve(
          timedOut
            ? {
                kind: 'error',
                errorType: 'Sandbox.Timedout',
                errorMessage: `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
              }
            : outcome,
        );
      };
      const requestId = randomUUID();
      const deadline = Date.now() + timeoutSeconds * 1_000;
      const { faults } = this.#options;
      if (faults?.happens('functionDiesBefore')) return void this.#end(instance);
      if (faults?.happens('functionFails')) return void instance.settle(failedOnPurpose);
      const begin = () =>
        instance.worker.postMessage({ requestId, event, deadline, functionName: name, functionArn: arn });
      if (faults?.happens('functionSlow')) setTimeout(begin, faults.draw('functionSlow') * longestDelayMs);
      else begin();
    });
  }

  /** What is heard of an event: nothing, when the instance dies after its work. */
  #survived(instance: Instance, outcome: InvocationOutcome): InvocationOutcome {
    if (outcome.kind !== 'result' || !this.#options.faults?.happens('functionDiesAfter')) return outcome;
    void this.#end(instance);
    return { kind: 'error', errorType: 'Runtime.ExitError', errorMessage: 'The process ended' };
  }
}
