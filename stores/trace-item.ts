import { gunzipSync, gzipSync } from 'node:zlib';
import { sequenceOf } from '../domain/tallies/mark.ts';
import { type RecountId, recountMs, type Trace } from '../domain/tallies/trace.ts';

/** What names the traces of one stream shard in one recount. */
export interface TraceOf {
  readonly pollId: string;
  readonly recount: RecountId;
  readonly shardId: string;
}

/**
 * A trace, in as many items as it needs: b the mark before, m the mark after, p the parts in all, l what the part
 * holds, gzipped JSON of `[key, ...counters]` a response. `expiresAt` (seconds since 1970) is when it is surely of no use.
 */
export interface TraceItem {
  readonly pk: string;
  readonly sk: string;
  readonly b?: string;
  readonly m: string;
  readonly p: number;
  readonly l: Uint8Array;
  readonly expiresAt: number;
}

type Left = readonly [key: string, ...counters: string[]];

/** Characters of a part: even the keys of voters, which don't shrink much, then stay below DynamoDB's 400 KB. */
const partCharacters = 400_000;
/** The most digits that a sequence number has. */
const sequenceDigits = 40;

/** A partition for each stream shard: a busy poll's traces mustn't throttle the tally's own item. */
export const tracePk = ({ pollId, recount, shardId }: TraceOf) => `${pollId}#recount#${recount}#${shardId}`;

/** Sort keys are in the order of the stream. */
const traceSk = (mark: string, part: string) => `${sequenceOf(mark).padStart(sequenceDigits, '0')}#${part}`;

/** What sorts behind all parts of the trace that ends at the mark, and before the next one. */
export const behindSk = (mark: string | undefined) => (mark === undefined ? '0' : traceSk(mark, '~'));

export function toTraceItems({ trace, ...of }: TraceOf & { readonly trace: Trace }): TraceItem[] {
  const parts = splitUp([...trace.left].map(([key, counters]): Left => [key, ...counters]));
  return parts.map((part, index) => ({
    pk: tracePk(of),
    sk: traceSk(trace.after, String(index).padStart(3, '0')),
    ...(trace.before === undefined ? {} : { b: trace.before }),
    m: trace.after,
    p: parts.length,
    l: gzipSync(JSON.stringify(part)),
    expiresAt: Math.ceil((of.recount + 2 * recountMs) / 1_000),
  }));
}

/** Traces from their items, in the items' order; one that isn't whole yet is left out, and so are all behind it. */
export function toTraces(items: readonly TraceItem[]): Trace[] {
  const traces: Trace[] = [];
  for (let start = 0; start < items.length; ) {
    const parts = items.slice(start, start + (items[start]?.p ?? 1));
    const [first] = parts;
    if (!first || parts.length < first.p || parts.some(({ m }) => m !== first.m)) break;
    const left = parts.flatMap((part) => JSON.parse(gunzipSync(part.l).toString()) as Left[]);
    traces.push({
      before: first.b,
      after: first.m,
      left: new Map(left.map(([key, ...counters]) => [key, counters])),
    });
    start += parts.length;
  }
  return traces;
}

function splitUp(entries: readonly Left[]): Left[][] {
  const parts: Left[][] = [[]];
  let characters = 0;
  for (const entry of entries) {
    const own = JSON.stringify(entry).length;
    if (characters > 0 && characters + own > partCharacters) {
      parts.push([]);
      characters = 0;
    }
    parts.at(-1)?.push(entry);
    characters += own;
  }
  return parts;
}
