import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { CountedResponse } from '../../domain/tallies/counters.ts';
import type { ResponseChange } from '../../domain/tallies/fold.ts';
import { pollOf, type ResponseItem, toCounted } from '../../stores/response-item.ts';

/** The changes of each poll in a batch of the responses table's stream, in their order. */
export function changesByPoll(records: readonly DynamoDBRecord[]): Map<string, ResponseChange[]> {
  const polls = new Map<string, ResponseChange[]>();
  for (const record of records) {
    const pk = record.dynamodb?.Keys?.pk?.S;
    const sequence = record.dynamodb?.SequenceNumber;
    if (pk === undefined || sequence === undefined) continue;
    const pollId = pollOf(pk);
    const changes = polls.get(pollId) ?? [];
    changes.push({ sequence, pollId, ...imagesOf(record) });
    polls.set(pollId, changes);
  }
  return polls;
}

/** An expiry changes nothing that was counted; its record still moves the mark. */
function imagesOf(record: DynamoDBRecord): Pick<ResponseChange, 'before' | 'after'> {
  const before = itemOf(record.dynamodb?.OldImage);
  const after = itemOf(record.dynamodb?.NewImage);
  if (before && !after && hasExpired(before, record.dynamodb?.ApproximateCreationDateTime ?? 0)) return {};
  return { ...(before ? { before: counted(before) } : {}), ...(after ? { after: counted(after) } : {}) };
}

/**
 * Told by the item's own time to live: a replica region sees the deletion by expiry as an ordinary one, so the
 * record's `userIdentity` tells it in one region only.
 */
function hasExpired(item: Partial<ResponseItem>, deletedAt: number): boolean {
  return item.expiresAt !== undefined && item.expiresAt <= deletedAt;
}

function itemOf(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Partial<ResponseItem> | undefined {
  return image && (unmarshall(image as Record<string, AttributeValue>) as Partial<ResponseItem>);
}

function counted(item: Partial<ResponseItem>): CountedResponse {
  return toCounted({ a: item.a ?? {}, ...(item.s ? { s: item.s } : {}) });
}
