import { setTimeout as pause } from 'node:timers/promises';
import type { Runtime } from '../../local/runtime.ts';
import type { WorkspaceApi } from './api.ts';
import { checkResults, type Difference } from './check.ts';
import type { Counts } from './model.ts';
import { redrive } from './system.ts';

/** Longest wait without there being less to do than ever before. Milliseconds. */
const longestWait = 300_000;
const lookMs = 200;
/** Looks in a row at which there must be nothing left to do: a message may be on its way from one place to the next. */
const quietLooks = 10;

/**
 * Waits until every accepted response is recorded in every region, with dead letters put back to work.
 * @returns how many dead letters that were
 * @throws Error when there is no rest
 */
export async function comeToRest(runtime: Runtime): Promise<number> {
  let end = Date.now() + longestWait;
  let least = Number.POSITIVE_INFINITY;
  let redriven = 0;
  for (let quiet = 0; quiet < quietLooks; quiet += 1) {
    if (Date.now() > end) throw new Error(`No rest: ${JSON.stringify(runtime.queueDepths())}`);
    const depths = Object.entries(runtime.queueDepths('Accepted'));
    const left = depths.reduce((sum, [, depth]) => sum + depth, runtime.pendingReplications());
    if (left > 0) quiet = -1;
    if (left < least) end = Date.now() + longestWait;
    least = Math.min(least, left);
    if (depths.some(([queue, depth]) => queue.includes('DeadLetters') && depth > 0)) {
      for (const region of runtime.regions) redriven += await redrive(region);
    }
    await pause(lookMs);
  }
  return redriven;
}

/**
 * Waits until each region's results are the expected ones.
 * @returns what still differs when nothing has changed for too long
 */
export async function compareResults(
  apis: ReadonlyMap<string, WorkspaceApi>,
  pollIds: readonly string[],
  expected: readonly Counts[],
): Promise<Difference[]> {
  let last = '';
  for (let end = Date.now() + longestStandstill; ; await pause(lookMs)) {
    const found: Difference[] = [];
    for (const [region, api] of apis) {
      for (const [index, pollId] of pollIds.entries()) {
        found.push(...checkResults(expected[index] ?? {}, await api.results(pollId), region));
      }
    }
    const seen = JSON.stringify(found);
    if (seen !== last) end = Date.now() + longestStandstill;
    if (found.length === 0 || Date.now() > end) return found;
    last = seen;
  }
}

/** Results follow the responses within seconds; what stands still for so long stays different. Milliseconds. */
const longestStandstill = 20_000;
