import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TallyChange } from '../../domain/live/snapshot-publisher.ts';
import { readTally } from '../../stores/tally-item.ts';

/** The last change of each poll's tally in a batch of the tallies' stream, with the sequence number of the poll's first. */
export function lastTallies(
  records: readonly DynamoDBRecord[],
): readonly { readonly change: TallyChange; readonly first: string }[] {
  const polls = new Map<string, { change: TallyChange; first: string }>();
  for (const { dynamodb } of records) {
    const pollId = dynamodb?.Keys?.pk?.S;
    const sequence = dynamodb?.SequenceNumber;
    if (pollId === undefined || sequence === undefined || !dynamodb?.NewImage) continue;
    const tally = readTally(unmarshall(dynamodb.NewImage as Record<string, AttributeValue>));
    const changedAt = (dynamodb.ApproximateCreationDateTime ?? 0) * 1_000;
    polls.set(pollId, { change: { pollId, tally, changedAt }, first: polls.get(pollId)?.first ?? sequence });
  }
  return [...polls.values()];
}
