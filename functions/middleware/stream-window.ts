import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

/** An event of a stream with a tumbling window, which adds the stream shard's name. */
export type WindowedEvent = DynamoDBStreamEvent & { readonly shardId?: string };

/** Lambda takes an answer without a state for a failed batch, where the source has a tumbling window. */
export type WindowedAnswer = DynamoDBBatchResponse & { readonly state: object };

/** What a function says of a batch: the sequence number of the first record that failed, of each part; none: all is done. */
export function windowedAnswer(...failed: readonly string[]): WindowedAnswer {
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })), state: {} };
}
