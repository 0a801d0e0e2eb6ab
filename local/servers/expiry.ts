import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { localCredentials } from './local-server.ts';

/**
 * Deletes the items whose time to live is over, as DynamoDB does within days; the embedded one never does. Called for
 * one region: the deletions are replicated to the others, where they look like anyone's.
 * @returns how many were deleted
 */
export async function deleteExpired(endpoint: string, table: string, attribute: string): Promise<number> {
  const client = new DynamoDBClient({ endpoint, ...localCredentials });
  const values = { ':now': { N: String(Math.floor(Date.now() / 1_000)) } };
  const names = { '#ttl': attribute };
  const isOver = '#ttl <= :now';
  let deleted = 0;
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      FilterExpression: isOver,
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items) {
      if (!pk || !sk) continue;
      const deletion = new DeleteItemCommand({
        TableName: table,
        Key: { pk, sk },
        // It may have been given more time, or been put anew, since it was read.
        ConditionExpression: isOver,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      });
      try {
        await client.send(deletion);
        deleted += 1;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  }
  client.destroy();
  return deleted;
}
