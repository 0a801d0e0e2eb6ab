import type { HealthReport } from '../../contracts/health.ts';

/** Milliseconds. */
export const healthLimits = {
  /** What each check may take: far less than the two seconds for which Route 53 waits. */
  check: 1_000,
  /** For how long an answer is given again. */
  memory: 5_000,
  /** How long a heartbeat may take through the stream. */
  streamAge: 25_000,
} as const;

/** A change among the responses that is made for nothing but to be seen by whoever folds the stream. */
export interface Heartbeat {
  /** When it was made, milliseconds since 1970. */
  readonly at: number;
  /** How far heartbeats had been folded by then. */
  readonly foldedBefore: string;
}

/** What a region is asked; each call ends with the signal. */
export interface HealthProbes {
  /** Whether somebody has taken the region out; reads a table. */
  isTakenOut(signal: AbortSignal): Promise<boolean>;
  reachQueue(signal: AbortSignal): Promise<void>;
  lastHeartbeat(signal: AbortSignal): Promise<Heartbeat | undefined>;
  /** How far heartbeats have been folded: another text after each one. */
  foldedHeartbeats(signal: AbortSignal): Promise<string>;
  /** Makes a heartbeat in the place of the last one, if that is still there. */
  makeHeartbeat(heartbeat: Heartbeat, last: Heartbeat | undefined, signal: AbortSignal): Promise<void>;
}

/**
 * The age of the stream in milliseconds: how long the last heartbeat has waited to be folded; 0 when none waits.
 * The next one is made only then, so that its age is never that of a newer one.
 */
async function streamAge(probes: HealthProbes, now: number, signal: AbortSignal): Promise<number> {
  const [last, folded] = await Promise.all([probes.lastHeartbeat(signal), probes.foldedHeartbeats(signal)]);
  const isWaiting = last !== undefined && last.foldedBefore === folded;
  if (!isWaiting) {
    await probes.makeHeartbeat({ at: now, foldedBefore: folded }, last, signal);
    return 0;
  }
  const age = now - last.at;
  // One whose record was lost would wait for ever.
  if (age > healthLimits.streamAge) await probes.makeHeartbeat(last, last, signal);
  return age;
}

/** Asks everything at once; what fails or takes too long is told apart in the report. */
export async function checkHealth(
  probes: HealthProbes,
  now: number,
  signalOf: (ms: number) => AbortSignal = AbortSignal.timeout,
): Promise<HealthReport> {
  const signal = signalOf(healthLimits.check);
  const [table, queue, stream] = await Promise.allSettled([
    inTime(probes.isTakenOut(signal), signal),
    inTime(probes.reachQueue(signal), signal),
    inTime(streamAge(probes, now, signal), signal),
  ]);
  const age = stream.status === 'fulfilled' ? stream.value : undefined;
  const isBehind = age !== undefined && age > healthLimits.streamAge;
  const checks: HealthReport['checks'] = {
    table: table.status === 'fulfilled' ? 'ok' : 'failed',
    queue: queue.status === 'fulfilled' ? 'ok' : 'failed',
    stream: age === undefined ? 'failed' : isBehind ? 'behind' : 'ok',
  };
  if (table.status === 'fulfilled' && table.value) return { status: 'taken-out', checks };
  const isWell = Object.values(checks).every((check) => check === 'ok');
  return { status: isWell ? 'in-service' : 'failing', checks };
}

/** @throws when the signal comes first, whatever the call makes of the signal */
function inTime<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(new Error('too late'));
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
  });
  return Promise.race([call, ended]);
}

/** Gives one answer to all who ask within `healthLimits.memory`, those who ask while it is being made among them. */
export function rememberHealth(
  check: (now: number) => Promise<HealthReport>,
  now: () => number = Date.now,
): () => Promise<HealthReport> {
  let answer: { readonly report: Promise<HealthReport>; readonly until: number } | undefined;
  return () => {
    const time = now();
    if (!answer || time >= answer.until) answer = { report: check(time), until: time + healthLimits.memory };
    return answer.report;
  };
}
