import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { tallyAttributes, tallyKey } from './tally-item.ts';

/** Has a tally forget that responses had expired: all that it counts is stored again, so it can be recounted. */
export async function forgetExpiry(client: DynamoDBDocumentClient, table: string, pollId: string): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: tallyKey(pollId),
      UpdateExpression: 'REMOVE #e',
      ExpressionAttributeNames: { '#e': tallyAttributes.expired },
    }),
  );
}
