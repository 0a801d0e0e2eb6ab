import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';

/** How often a stream that brings nothing is looked at, and how often new shards are. Milliseconds. */
const idleMs = 100;
const discoveryMs = 5_000;

/** Reads a table's stream from its start until the signal, every shard in its order, and hands each record on. */
export async function followStream(given: {
  client: DynamoDBClient;
  streams: DynamoDBStreamsClient;
  table: string;
  signal: AbortSignal;
  onRecord: (record: _Record) => void;
}): Promise<void> {
  const { client, streams, table, signal } = given;
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const StreamArn = Table?.LatestStreamArn;
  if (!StreamArn) throw new Error(`The table ${table} has no stream`);
  const shards = new Map<string, Promise<void>>();
  while (!signal.aborted) {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId && !shards.has(ShardId)) shards.set(ShardId, followShard(given, StreamArn, ShardId));
    }
    await pause(discoveryMs, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(shards.values());
}

async function followShard(
  { streams, signal, onRecord }: Parameters<typeof followStream>[0],
  StreamArn: string,
  ShardId: string,
): Promise<void> {
  const first = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  let iterator = first.ShardIterator;
  while (iterator && !signal.aborted) {
    const { Records = [], NextShardIterator } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: 1_000 }),
    );
    for (const record of Records) onRecord(record);
    iterator = NextShardIterator;
    if (Records.length === 0) await pause(idleMs, undefined, { signal }).catch(() => undefined);
  }
}
