import { StringDecoder } from 'node:string_decoder';
import { type EmbeddedMetric, readEmbeddedMetrics } from './embedded-metrics.ts';
import type { Labels, Metric } from './metric.ts';
import { snakeName } from './prometheus.ts';
import { Registry } from './registry.ts';

/** What a function's pool tells of it. */
export interface FunctionObserver {
  /** @param ms from the call to the answer */
  invoked(ms: number, outcome: 'done' | 'failed'): void;
  coldStarted(ms: number): void;
  /** Bytes that one instance has printed. */
  printed(instance: object, bytes: Buffer): void;
}

/** A queue as it stands. */
export interface QueueState {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  /** Messages that are hidden until a time that their sender has set. */
  readonly delayed: number;
  /** Of those that wait, the oldest. */
  readonly oldestSeconds: number;
}

/** A line that doesn't end is no metric. */
const longestLine = 1_000_000;

/** What the laptop measures of itself, and what its functions tell by their logs. */
export class LaptopMetrics {
  readonly #registry = new Registry();

  /** All that is known at this moment. */
  metrics(queues: readonly { readonly region: string; readonly states: readonly QueueState[] }[]): Metric[] {
    for (const { region, states } of queues) for (const state of states) this.#setQueue(region, state);
    return this.#registry.metrics();
  }

  /** @param status of the answer, as HTTP has it */
  answered(region: string, route: string, status: number, ms: number): void {
    const labels = { region, route };
    const [requests, duration] = ['groundswell_http_requests_total', 'groundswell_http_request_duration_seconds'];
    this.#registry.count(requests, 'Requests that the API has answered.', { ...labels, status: String(status) });
    this.#registry.observe(duration, 'From a request to its answer.', labels, ms / 1_000);
  }

  /** @param name the function's, by `contracts/functions.ts` */
  functionObserver(region: string, name: string): FunctionObserver {
    const labels = { region, function: name };
    const lines = new WeakMap<object, Lines>();
    return {
      invoked: (ms, outcome) => {
        const [invocations, duration] = [
          'groundswell_function_invocations_total',
          'groundswell_function_duration_seconds',
        ];
        this.#registry.count(invocations, 'Events that a function has worked on.', { ...labels, outcome });
        this.#registry.observe(duration, 'From an event to what became of it.', labels, ms / 1_000);
      },
      coldStarted: (ms) => {
        this.#registry.observe('groundswell_function_cold_start_seconds', 'Cold starts.', labels, ms / 1_000);
      },
      printed: (instance, bytes) => {
        const own = lines.get(instance) ?? new Lines();
        lines.set(instance, own);
        for (const line of own.take(bytes)) for (const told of readEmbeddedMetrics(line)) this.#add(region, name, told);
      },
    };
  }

  #add(region: string, name: string, { namespace, name: metric, unit, dimensions, values }: EmbeddedMetric): void {
    const { FunctionName: _, ...others } = dimensions;
    const own = Object.entries(others).map(([dimension, value]) => [snakeName(dimension), value]);
    const labels: Labels = { ...Object.fromEntries(own), region, function: name };
    const base = `${snakeName(namespace)}_${snakeName(metric)}`;
    const help = `${metric} of ${namespace}, as functions tell CloudWatch.`;
    for (const value of values) {
      if (unit === 'Count') this.#registry.count(`${base}_total`, help, labels, Math.max(0, value));
      else if (unit === 'Milliseconds') this.#registry.observe(`${base}_seconds`, help, labels, value / 1_000);
      else if (unit === 'Seconds') this.#registry.observe(`${base}_seconds`, help, labels, value);
      else this.#registry.set(unit === 'None' ? base : `${base}_${snakeName(unit)}`, help, labels, value);
    }
  }

  #setQueue(region: string, { name, waiting, inFlight, delayed, oldestSeconds }: QueueState): void {
    const labels = { region, queue: name };
    for (const [state, messages] of Object.entries({ waiting, in_flight: inFlight, delayed })) {
      this.#registry.set('groundswell_queue_messages', 'Messages in a queue.', { ...labels, state }, messages);
    }
    const help = 'For how long the oldest message that could be worked on waits.';
    this.#registry.set('groundswell_queue_oldest_message_seconds', help, labels, oldestSeconds);
  }
}

/** Whole lines of what comes in pieces. */
class Lines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  take(bytes: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > longestLine) this.#rest = '';
    return lines;
  }
}
