import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { localCredentials } from './local-server.ts';

/**
 * Deletes the items whose time to live is over, as DynamoDB does within days; the embedded one never does. Called for
 * one region: the deletions are replicated to the others, where they look like anyone's.
 * @returns how many were deleted
 */
export async function deleteExpired(endpoint: string, table: string, attribute: string): Promise<number> {
  const client = new DynamoDBClient({ endpoint, ...localCredentials });
  const now = { N: String(Math.floor(Date.now() / 1_000)) };
  let deleted = 0;
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      FilterExpression: '#ttl <= :now',
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':now': now },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items) {
      if (!pk || !sk) continue;
      await client.send(new DeleteItemCommand({ TableName: table, Key: { pk, sk } }));
      deleted += 1;
    }
  }
  client.destroy();
  return deleted;
}
