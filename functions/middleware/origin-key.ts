import { createHash, timingSafeEqual } from 'node:crypto';
import { originKeyHeader, originKeysVariable } from '../../contracts/edge.ts';
import { Problem } from '../../domain/problem.ts';

const hashOf = (key: string) => createHash('sha256').update(key).digest();
/** Hashed once, at cold start: hashes have one length, which the comparison needs. */
const keys = (process.env[originKeysVariable] ?? '').split(' ').filter(Boolean).map(hashOf);

/**
 * Lets through what CloudFront passes on. Two keys are valid while one is being replaced.
 * @throws Problem `not-through-edge` for a request that went around it
 */
export function requireOriginKey(headers: Readonly<Record<string, string | undefined>>): void {
  if (keys.length === 0) return;
  const shown = hashOf(headers[originKeyHeader] ?? '');
  // Every key is compared, so that the time tells nothing.
  const matches = keys.filter((key) => timingSafeEqual(key, shown));
  if (matches.length === 0) throw new Problem('not-through-edge', 'Use the public address of this service.');
}
