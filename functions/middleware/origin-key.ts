import { createHash, timingSafeEqual } from 'node:crypto';
import { originKeyHeader, originKeysVariable } from '../../contracts/edge.ts';
import { Problem } from '../../domain/problem.ts';

const hashOf = (key: string) => createHash('sha256').update(key).digest();
const given = process.env[originKeysVariable];
/** Hashes: they have one length, which the comparison needs, and give nobody a key who reads the variable. */
const keys = (given ?? '')
  .split(' ')
  .filter((hash) => /^[0-9a-f]{64}$/.test(hash))
  .map((hash) => Buffer.from(hash, 'hex'));
// Only a laptop says that it has none; one that was forgotten would open the way around CloudFront.
if (given !== '' && keys.length === 0)
  throw new Error(`The environment variable ${originKeysVariable} holds no key’s hash`);

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
