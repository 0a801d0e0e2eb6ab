import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type ReadTally, readTally, tallyKey } from './tally-item.ts';

/** A poll's tally with its marks; an empty one where nobody has answered yet. */
export async function readTallyItem(client: DynamoDBDocumentClient, table: string, pollId: string): Promise<ReadTally> {
  const { Item = {} } = await client.send(
    new GetCommand({ TableName: table, Key: tallyKey(pollId), ConsistentRead: true }),
  );
  return readTally(Item);
}
