import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ResponseChange } from '../../domain/tallies/fold.ts';
import { isResponse, isTombstone, pollOf, type ResponseItem, toCounted } from '../../stores/response-item.ts';
import { traceOfRecord } from '../../stores/trace-context.ts';

/** The changes of each poll in a batch of the responses table's stream, in their order. */
export function changesByPoll(records: readonly DynamoDBRecord[]): Map<string, ResponseChange[]> {
  const polls = new Map<string, ResponseChange[]>();
  for (const record of records) {
    const pk = record.dynamodb?.Keys?.pk?.S;
    const key = record.dynamodb?.Keys?.sk?.S;
    const sequence = record.dynamodb?.SequenceNumber;
    if (pk === undefined || key === undefined || sequence === undefined) continue;
    const pollId = pollOf(pk);
    const changes = polls.get(pollId) ?? [];
    const origin = traceOfRecord(record);
    changes.push({ sequence, pollId, key, ...imagesOf(record), ...(origin ? { origin } : {}) });
    polls.set(pollId, changes);
  }
  return polls;
}

/**
 * An expiry changes nothing that was counted; its record still moves the mark. So does a recount's probe. A tombstone in
 * the place of a response that has expired is an erasure all the same.
 */
function imagesOf(record: DynamoDBRecord): Omit<ResponseChange, 'sequence' | 'pollId' | 'key'> {
  const before = responseOf(record.dynamodb?.OldImage);
  const left = itemOf(record.dynamodb?.NewImage);
  const after = left && isResponse(left) ? left : undefined;
  if (before && !left && hasExpired(before, record.dynamodb?.ApproximateCreationDateTime ?? 0)) {
    return { expired: true };
  }
  // Put back from an archive: counted since it was first recorded.
  if (after && !before && after.z !== undefined) return { before: toCounted(after), after: toCounted(after) };
  return {
    ...(before ? { before: toCounted(before) } : {}),
    ...(after ? { after: toCounted(after) } : {}),
    ...(left && isTombstone(left) ? { erased: true } : {}),
    // Not a response that got a time to live, say: it is the same one.
    ...(after && after.i !== before?.i ? { acceptedAt: after.t } : {}),
  };
}

/**
 * Told by the item's own time to live: a replica region sees the deletion by expiry as an ordinary one, so the
 * record's `userIdentity` tells it in one region only.
 */
function hasExpired(item: ResponseItem, deletedAt: number): boolean {
  return item.expiresAt !== undefined && item.expiresAt <= deletedAt;
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

function responseOf(image: Image): ResponseItem | undefined {
  const item = itemOf(image);
  return item && isResponse(item) ? item : undefined;
}

function itemOf(image: Image): Record<string, unknown> | undefined {
  return image && unmarshall(image as Record<string, AttributeValue>);
}
