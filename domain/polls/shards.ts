import { createHash } from 'node:crypto';

const fewestShards = 16;
const mostShards = 1_024;
/** A partition takes 1,000 write units a second (DynamoDB's documented limit); half is kept as a reserve. */
const writesPerShardAndSecond = 500;
/** The share of an audience that answers in the busiest second of a "vote now". */
export const peakShare = 0.1;

/**
 * The number of partition keys for a poll's responses: 16, or as many as the busiest second of the announced
 * audience needs.
 * @returns a power of two
 */
export function shardCount(audience = 0): number {
  const needed = (audience * peakShare) / writesPerShardAndSecond;
  return Math.min(mostShards, Math.max(fewestShards, 2 ** Math.ceil(Math.log2(Math.max(1, needed)))));
}

/** The shard of a voter, 0 to `shards` − 1. The same voter always lands in the same one. */
export function shardOf(voterKey: string, shards: number): number {
  return createHash('sha256').update(voterKey).digest().readUInt32BE(0) % shards;
}
