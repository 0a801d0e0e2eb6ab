/** How long a function takes with some memory: seen on Lambda, or worked out from the laptop. */
export interface MemoryPoint {
  readonly memoryMb: number;
  /** Milliseconds that are billed, on average. */
  readonly ms: number;
  /** What it used at most; undefined where nobody looked. */
  readonly mostUsedMb?: number | undefined;
}

export interface SizedFunction {
  readonly name: string;
  readonly memoryMb: number;
  /** Calls in a month, at the median and at the ninth decile. */
  readonly calls: { readonly median: number; readonly p90: number };
  readonly points: readonly MemoryPoint[];
  /** Milliseconds of a cold start; 0 where none was seen. */
  readonly initMs: number;
  /** Whether the points were seen on Lambda. */
  readonly isSeen: boolean;
}

/**
 * With so much memory a function has one whole processor; with less, as much less, and more is of no use to one thread
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
 */
const wholeProcessorMb = 1_769;
/** Less isn't proposed unless somebody saw on Lambda that it suffices: Node with the SDK alone takes some 100 MB. */
const sizes = [256, 512, 1_024, 1_769] as const;
/** What must be free of a function's memory. */
const room = 0.2;

/**
 * What a function would take with other memory, of what the laptop measured: the memory changes nothing there, but how
 * long it computed and how long it waited is known. Computing is stretched by the share of a processor, as if one here
 * were as fast as one of Lambda's; waiting stays. Waiting for AWS's services takes longer than for the laptop's.
 */
export function workedOut({ ms, cpuMs }: { readonly ms: number; readonly cpuMs: number }): MemoryPoint[] {
  const waiting = Math.max(0, ms - cpuMs);
  return sizes.map((memoryMb) => ({
    memoryMb,
    ms: waiting + cpuMs * Math.max(1, wholeProcessorMb / memoryMb),
  }));
}

/** Memory in GB by time in seconds of one call. */
export const gbSecondsOf = ({ memoryMb, ms }: MemoryPoint) => (memoryMb / 1_024) * (ms / 1_000);

/** What a function has, and what would cost least of what it may have. */
export interface RightSize {
  readonly now: MemoryPoint;
  readonly best: MemoryPoint;
}

/**
 * @param slower how many times longer than now it may take
 * @returns undefined where nothing is known of the memory that it has
 */
export function rightSize({ memoryMb, points }: SizedFunction, slower: number): RightSize | undefined {
  const now = points.find((point) => point.memoryMb === memoryMb);
  if (!now) return undefined;
  const fits = points.filter((point) => {
    const used = Math.max(0, ...points.map(({ mostUsedMb = 0 }) => mostUsedMb));
    return point.ms <= slower * now.ms && used <= (1 - room) * point.memoryMb;
  });
  const best = fits.reduce((least, point) => (gbSecondsOf(point) < gbSecondsOf(least) ? point : least), now);
  return { now, best };
}
