import type { Mark } from '../domain/tallies/mark.ts';
import type { Snapshot } from '../domain/tallies/recount-stores.ts';

/**
 * Attribute names of a tally's item, short as every update carries them. Counters stand at its top level, under the
 * names of `counterNames`; a mark is `m:<stream shard>`.
 */
export const tallyAttributes = {
  /** When counters last changed, milliseconds since 1970. */
  updatedAt: 't',
  /** The recount that the tally is under, see `RecountId`; 0 or less: none that needs traces. */
  recount: 'r',
  /** When responses last expired that the tally counts, milliseconds since 1970. */
  expired: 'e',
  /** Where in a trace its counters last changed. */
  origin: 'o',
} as const;

const markPrefix = 'm:';

export const markName = (shardId: string) => markPrefix + shardId;

export const tallyKey = (pollId: string) => ({ pk: pollId, sk: 'total' });

/** A tally's item, taken apart. */
export interface ReadTally extends Snapshot {
  readonly updatedAt: number | undefined;
  readonly recount: number;
}

export function readTally(item: Readonly<Record<string, unknown>>): ReadTally {
  const { pk: _pk, sk: _sk, t, r, e, o: _o, ...rest } = item;
  const counters = new Map<string, number>();
  const marks = new Map<string, Mark>();
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith(markPrefix)) marks.set(name.slice(markPrefix.length), String(value));
    else counters.set(name, Number(value));
  }
  return {
    counters,
    marks,
    updatedAt: t === undefined ? undefined : Number(t),
    recount: Number(r ?? 0),
    expired: e !== undefined,
  };
}
