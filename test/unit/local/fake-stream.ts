import assert from 'node:assert/strict';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';

/** A table's stream of the test's own, two shards to a page. Iterators are `shard/position`. */
export class FakeStream {
  /** Sequence numbers by shard. */
  readonly shards: Map<string, string[]>;
  /** How many records were handed out. */
  given = 0;

  constructor(shards: Readonly<Record<string, readonly string[]>>) {
    this.shards = new Map(Object.entries(shards).map(([id, numbers]) => [id, [...numbers]]));
  }

  add(shard: string, ...numbers: string[]): void {
    this.shards.get(shard)?.push(...numbers);
  }

  /** As much of the client as a poller calls. */
  get client(): DynamoDBStreamsClient {
    const send = async (command: unknown) => this.#answer(command);
    return { send } as unknown as DynamoDBStreamsClient;
  }

  #answer(command: unknown) {
    if (command instanceof DescribeStreamCommand) {
      const ids = [...this.shards.keys()];
      const start = ids.indexOf(command.input.ExclusiveStartShardId ?? '') + 1;
      const page = ids.slice(start, start + 2);
      const LastEvaluatedShardId = start + 2 < ids.length ? page.at(-1) : undefined;
      return { StreamDescription: { Shards: page.map((ShardId) => ({ ShardId })), LastEvaluatedShardId } };
    }
    if (command instanceof GetShardIteratorCommand) {
      const { ShardId = '', SequenceNumber, ShardIteratorType } = command.input;
      if (ShardIteratorType === 'AFTER_SEQUENCE_NUMBER') assert.ok(SequenceNumber);
      const position = (this.shards.get(ShardId)?.indexOf(SequenceNumber ?? '') ?? -1) + 1;
      return { ShardIterator: `${ShardId}/${position}` };
    }
    assert.ok(command instanceof GetRecordsCommand);
    const [shard = '', position] = (command.input.ShardIterator ?? '').split('/');
    const start = Number(position);
    const numbers = this.shards.get(shard)?.slice(start, start + (command.input.Limit ?? 0)) ?? [];
    this.given += numbers.length;
    return {
      Records: numbers.map((SequenceNumber) => ({ dynamodb: { SequenceNumber } })),
      NextShardIterator: `${shard}/${start + numbers.length}`,
    };
  }
}
