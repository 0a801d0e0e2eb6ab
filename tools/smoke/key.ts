import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableName } from '../../contracts/names.ts';
import { hashKey, issueKey } from '../../domain/polls/api-keys.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';

/** Whose polls a smoke test makes. */
const workspaceId = 'smoke-test';

/** Lends a key of a stage, made in the region that is tried, and revokes it whatever happens. */
export async function withKey<T>(stage: string, region: string, use: (key: string) => Promise<T>): Promise<T> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region }));
  const keys = new DynamoKeyStore(client, tableName(stage, 'polls'));
  const key = await issueKey(keys, { workspaceId, scopes: ['polls:read', 'polls:write', 'results:read'] });
  try {
    return await use(key);
  } finally {
    await keys.revoke(hashKey(key));
    client.destroy();
  }
}
