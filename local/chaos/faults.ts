import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Random, seededRandom, shuffled } from '../../tools/random.ts';
import { ExplainedError } from '../explained-error.ts';

/**
 * What the platform may do to the system, each by its own documentation:
 *
 * - `messageRepeated`, `messageDelayed`: a standard queue delivers at least once, in best-effort order
 *   (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html).
 * - `functionDiesBefore`, `functionDiesBetween`, `functionDiesAfter`: a function may be run again for the same event,
 *   and an environment that times out or crashes is gone in mid-work
 *   (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). Before its first call, between two
 *   calls, and after the last one but before anyone has heard of it.
 * - `batchRepeated`: an event source mapping processes each event at least once, and a batch may come again, also
 *   split at another place and after a part of it succeeded
 *   (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
 * - `callThrottled`, `callFails`, `callAnswerLost`: a request may be throttled or fail inside the
 *   service, for a while, or take effect while its answer is lost
 *   (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
 * - `replicationDelayed`: a global table replicates asynchronously, usually within a second, in order for one item
 *   only (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html).
 * - `eventRepeated`, `eventDelayed`: a rule may run more than once for one event, and events come in any order
 *   (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html).
 * - `functionFails`, `functionSlow`: what AWS FIS does to functions, an error in place of their work and a delay before
 *   it (https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html).
 * - `tableThrottled`: a partition takes 1,000 write units a second, and a table some time to grow
 *   (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html).
 */
export const faultKinds = [
  'messageRepeated',
  'messageDelayed',
  'functionDiesBefore',
  'functionDiesBetween',
  'functionDiesAfter',
  'batchRepeated',
  'callThrottled',
  'callFails',
  'callAnswerLost',
  'replicationDelayed',
  'eventRepeated',
  'eventDelayed',
  'functionFails',
  'functionSlow',
  'tableThrottled',
] as const;
export type FaultKind = (typeof faultKinds)[number];

const probability = z.number().min(0).max(1).default(0);
const schema = z.strictObject(
  Object.fromEntries(faultKinds.map((kind) => [kind, probability])) as Record<FaultKind, typeof probability>,
);

/** How likely each fault is, each time that it could happen. */
export type Chaos = Readonly<z.output<typeof schema>>;

const none: Chaos = schema.parse({});

/** Chaos by name. `harsh` makes about every fifth message or batch meet a fault on its way. */
export const presets: Readonly<Record<string, Chaos>> = {
  none,
  mild: schema.parse(Object.fromEntries(faultKinds.map((kind) => [kind, 0.002]))),
  harsh: schema.parse({
    messageRepeated: 0.05,
    messageDelayed: 0.05,
    functionDiesBefore: 0.004,
    functionDiesBetween: 0.0005,
    functionDiesAfter: 0.004,
    batchRepeated: 0.4,
    callThrottled: 0.002,
    callFails: 0.002,
    callAnswerLost: 0.005,
    replicationDelayed: 0.2,
    eventRepeated: 0.05,
    eventDelayed: 0.05,
    functionFails: 0.002,
    functionSlow: 0.01,
    tableThrottled: 0.01,
  }),
};

/**
 * Chaos by the name of a preset, or from a JSON file of probabilities by kind.
 * @throws ExplainedError for a file that can't be read or says something else
 */
export function readChaos(nameOrFile: string): Chaos {
  const preset = presets[nameOrFile];
  if (preset) return preset;
  try {
    return schema.parse(JSON.parse(readFileSync(nameOrFile, 'utf8')));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new ExplainedError(`--chaos takes ${Object.keys(presets).join(', ')} or a JSON file: ${cause}`);
  }
}

/** How long a throttle or failure goes on at most. */
const longestEpisodeMs = 2_000;

/**
 * Draws faults. Each kind has a generator of its own, so that the n-th chance of a kind comes out alike in every run
 * with the same seed, whatever the other kinds draw in between.
 */
export class Faults {
  #chaos: Chaos;
  readonly #random: ReadonlyMap<FaultKind, Random>;
  readonly #counts = new Map<FaultKind, number>();
  /** Until when a fault goes on, by its kind and place. */
  readonly #episodes = new Map<string, number>();
  #isOver = false;

  constructor(chaos: Chaos, seed: number) {
    this.#chaos = chaos;
    this.#random = new Map(faultKinds.map((kind, index) => [kind, seededRandom(seed + index * 7_919)]));
  }

  /** Whether the fault happens now; counts it if so. */
  happens(kind: FaultKind): boolean {
    if (this.#isOver || this.#chaos[kind] === 0 || this.draw(kind) >= this.#chaos[kind]) return false;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    return true;
  }

  /**
   * As `happens`, but what has begun goes on for a while at the same place: the SDK tries three times within half a
   * second, so only a longer fault is ever seen by a function.
   */
  goesOn(kind: FaultKind, place: string): boolean {
    const episode = `${kind} ${place}`;
    const now = performance.now();
    if (!this.#isOver && now < (this.#episodes.get(episode) ?? 0)) return true;
    if (!this.happens(kind)) return false;
    this.#episodes.set(episode, now + this.draw(kind) * longestEpisodeMs);
    return true;
  }

  /** A number from 0 up to, not including, 1, for what a fault leaves open: how long, how many. */
  draw(kind: FaultKind): number {
    return this.#random.get(kind)?.() ?? 0;
  }

  /** The items in another order, if messages come in another order at all. */
  disordered<T>(items: readonly T[]): readonly T[] {
    if (this.#isOver || this.#chaos.messageDelayed === 0) return items;
    return shuffled(items, () => this.draw('messageDelayed'));
  }

  /** From now on these faults happen, as likely as they say, and no others. */
  become(chaos: Partial<Chaos>): void {
    this.#chaos = { ...none, ...chaos };
    this.#episodes.clear();
  }

  /** From now on the platform behaves. */
  end(): void {
    this.#isOver = true;
  }

  /** Faults so far by kind. */
  get counts(): Readonly<Partial<Record<FaultKind, number>>> {
    return Object.fromEntries(this.#counts);
  }
}
