import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Poll } from '../../domain/polls/poll.ts';

/** A poll as it was and as it is: one of both at least. */
export interface PollChange {
  readonly pollId: string;
  readonly workspaceId: string;
  readonly before: Poll | undefined;
  /** Undefined when it was deleted. */
  readonly poll: Poll | undefined;
}

/** @returns undefined for a record that is about no poll */
export function pollChange(record: DynamoDBRecord): PollChange | undefined {
  const [before, poll] = [pollOf(record.dynamodb?.OldImage), pollOf(record.dynamodb?.NewImage)];
  const any = poll ?? before;
  return any && { pollId: any.id, workspaceId: any.workspaceId, before, poll };
}

function pollOf(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Poll | undefined {
  return image && (unmarshall(image as Record<string, AttributeValue>).poll as Poll | undefined);
}
