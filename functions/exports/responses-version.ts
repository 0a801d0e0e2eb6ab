import { createHash } from 'node:crypto';
import type { ResponsesVersion } from '../../domain/exports/export-job.ts';
import { counterNames } from '../../domain/tallies/counters.ts';
import type { ReadTally } from '../../stores/tally-item.ts';

/** Every change of a response moves a mark of the tally, one that changes no counter as well. */
export function versionOf({ counters, marks }: Pick<ReadTally, 'counters' | 'marks'>): ResponsesVersion {
  const sorted = [...counters, ...marks].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    responses: counters.get(counterNames.responses) ?? 0,
    fingerprint: createHash('sha256').update(JSON.stringify(sorted)).digest('base64url'),
  };
}
