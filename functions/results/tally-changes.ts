import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TallyChange } from '../../domain/live/snapshot-publisher.ts';
import type { TraceParent } from '../../domain/tracing/trace-parent.ts';
import { readTally } from '../../stores/tally-item.ts';
import { traceOfRecord } from '../../stores/trace-context.ts';

/**
 * The last change of each poll's tally in a batch of the tallies' stream, with the sequence number of the poll's first,
 * and the trace of the last that has one.
 */
export function lastTallies(
  records: readonly DynamoDBRecord[],
): readonly { readonly change: TallyChange; readonly first: string; readonly origin: TraceParent | undefined }[] {
  const polls = new Map<string, { change: TallyChange; first: string; origin: TraceParent | undefined }>();
  for (const record of records) {
    const { dynamodb } = record;
    const pollId = dynamodb?.Keys?.pk?.S;
    const sequence = dynamodb?.SequenceNumber;
    if (pollId === undefined || sequence === undefined || !dynamodb?.NewImage) continue;
    const tally = readTally(unmarshall(dynamodb.NewImage as Record<string, AttributeValue>));
    const changedAt = (dynamodb.ApproximateCreationDateTime ?? 0) * 1_000;
    const before = polls.get(pollId);
    const origin = traceOfRecord(record) ?? before?.origin;
    polls.set(pollId, { change: { pollId, tally, changedAt }, first: before?.first ?? sequence, origin });
  }
  return [...polls.values()];
}
