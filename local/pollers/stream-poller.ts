import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { PropertiesOf } from '../assembly/resources.ts';
import type { Faults } from '../chaos/faults.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { isWanted } from './filter.ts';
import type { Poller } from './poller.ts';
import { type OnFailure, ShardReader } from './shard-reader.ts';
import { type StreamRecord, toStreamRecord } from './stream-record.ts';

/** How often a shard is looked at that has given all it had: four times a second, as Lambda does. */
const lookMs = 250;
/** How often new shards are looked for. */
const discoveryMs = 5_000;

/** How far each stream shard has been done: the sequence number of its last record, by stream and shard. */
export type Checkpoints = Map<string, string>;

/** Feeds a table's stream to a function: every stream shard in its order, by one reader each. */
export function startStreamPoller(given: {
  client: DynamoDBStreamsClient;
  streamArn: string;
  pool: FunctionPool;
  mapping: PropertiesOf<'AWS::Lambda::EventSourceMapping'>;
  onFailure: OnFailure;
  checkpoints: Checkpoints;
  faults: Faults | undefined;
}): Poller {
  const stopping = new AbortController();
  const { signal } = stopping;
  const readers = new Map<string, Promise<void>>();

  const discover = async (): Promise<void> => {
    while (!signal.aborted) {
      for (const { ShardId } of await shardsOf(given.client, given.streamArn)) {
        if (ShardId && !readers.has(ShardId)) readers.set(ShardId, readShard(given, ShardId, signal));
      }
      await pause(discoveryMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const discovery = discover();
  return {
    async stop() {
      stopping.abort();
      await discovery;
      await Promise.all(readers.values());
    },
  };
}

type Source = Parameters<typeof startStreamPoller>[0];

async function shardsOf(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(after ? { ExclusiveStartShardId: after } : {}) }),
    );
    shards.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after);
  return shards;
}

async function readShard(source: Source, shardId: string, signal: AbortSignal): Promise<void> {
  const { client, streamArn, mapping, checkpoints } = source;
  const place = `${streamArn} ${shardId}`;
  const done = checkpoints.get(place);
  const reader = new ShardReader({ ...source, shardId, signal });
  const first = await client.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ...(done === undefined
        ? { ShardIteratorType: mapping.StartingPosition }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: done }),
    }),
  );
  let iterator = first.ShardIterator;
  while (iterator && !signal.aborted) {
    const { records, next } = await collect(source, iterator, signal);
    const wanted = records.filter((record) => isWanted(record, mapping.FilterCriteria?.Filters));
    if (wanted.length > 0) await reader.deliver(wanted);
    if (signal.aborted) return;
    const last = records.at(-1)?.dynamodb.SequenceNumber;
    if (last) checkpoints.set(place, last);
    await reader.closeDueWindow();
    iterator = next;
  }
}

/** Reads until the batch is full or its window is over, which begins with the first record. */
async function collect(
  { client, streamArn, mapping }: Source,
  iterator: string,
  signal: AbortSignal,
): Promise<{ records: readonly StreamRecord[]; next: string | undefined }> {
  const most = Math.min(1_000, mapping.BatchSize ?? 100);
  const windowMs = mapping.MaximumBatchingWindowInSeconds * 1_000;
  const records: StreamRecord[] = [];
  let next: string | undefined = iterator;
  let end: number | undefined;
  while (next && !signal.aborted) {
    const { Records = [], NextShardIterator }: GetRecordsCommandOutput = await client.send(
      new GetRecordsCommand({ ShardIterator: next, Limit: most - records.length }),
    );
    next = NextShardIterator;
    records.push(...Records.map((record) => toStreamRecord(record, streamArn)));
    if (records.length > 0) end ??= Date.now() + windowMs;
    const left = (end ?? Number.POSITIVE_INFINITY) - Date.now();
    if (records.length >= most || left <= 0) break;
    await pause(Math.min(lookMs, left), undefined, { signal }).catch(() => undefined);
    if (records.length === 0) break;
  }
  return { records, next };
}
