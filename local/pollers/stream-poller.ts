import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { PropertiesOf } from '../assembly/resources.ts';
import type { Faults } from '../chaos/faults.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Poller } from './poller.ts';
import { type OnFailure, ShardReader } from './shard-reader.ts';
import { type StreamRecord, toStreamRecord } from './stream-record.ts';

/** How often an idle shard is looked at; Lambda does so four times a second. */
const idleMs = 100;
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
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: Math.min(1_000, mapping.BatchSize ?? 100) }),
    );
    const records: StreamRecord[] = Records.map((record) => toStreamRecord(record, streamArn));
    if (records.length > 0) await reader.deliver(records);
    if (signal.aborted) return;
    const last = records.at(-1)?.dynamodb.SequenceNumber;
    if (last) checkpoints.set(place, last);
    await reader.closeDueWindow();
    iterator = NextShardIterator;
    if (records.length === 0) await pause(idleMs, undefined, { signal }).catch(() => undefined);
  }
}
