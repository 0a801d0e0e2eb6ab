import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Poll } from '../../domain/polls/poll.ts';

/**
 * The change of a poll that announces an audience, or did.
 * @returns without a poll when it was deleted; undefined for any other record
 */
export function pollChange(record: DynamoDBRecord): { pollId: string; poll: Poll | undefined } | undefined {
  const [before, poll] = [pollOf(record.dynamodb?.OldImage), pollOf(record.dynamodb?.NewImage)];
  const pollId = poll?.id ?? before?.id;
  if (pollId === undefined || (before?.audience ?? poll?.audience) === undefined) return undefined;
  return { pollId, poll };
}

function pollOf(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Poll | undefined {
  return image && (unmarshall(image as Record<string, AttributeValue>).poll as Poll | undefined);
}
