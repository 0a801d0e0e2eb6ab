import { seededRandom } from '../random.ts';
import type { PartitionGroup } from './model/settings.ts';

/** Any seed would do; one that is fixed makes a run repeat itself. */
const seed = 20;

/**
 * How a poll's keys fall on a table's partitions: by a hash, so unevenly. One of many ways in which it may be.
 * @returns partitions that hold a key, by how many
 */
export function partitionsOf(keys: number, partitions: number): PartitionGroup[] {
  const random = seededRandom(seed);
  const held = new Map<number, number>();
  for (let key = 0; key < keys; key += 1) {
    const partition = Math.floor(random() * partitions);
    held.set(partition, (held.get(partition) ?? 0) + 1);
  }
  const byKeys = Map.groupBy(held.values(), (count) => count);
  return [...byKeys]
    .sort(([one], [other]) => other - one)
    .map(([count, { length }]) => ({ partitions: length, share: (count * length) / keys }));
}
