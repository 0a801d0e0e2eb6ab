import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { originKeySecretName } from '../../contracts/edge.ts';
import { tableName } from '../../contracts/names.ts';
import { hashKey, issueKey } from '../../domain/polls/api-keys.ts';
import { DynamoKeyRegister } from '../../stores/dynamo-key-register.ts';
import { fetchSecret } from '../../stores/secret.ts';

/** Whose polls a smoke test makes. */
const workspaceId = 'smoke-test';

/** What opens one region of a stage to a smoke test, around CloudFront. */
export interface RegionAccess {
  readonly key: string;
  readonly originKey: string;
}

/**
 * Lends access to one region of a stage: an API key that is made there and revoked whatever happens.
 * @param generation the generation of the origin key
 */
export async function withAccess<T>(
  { stage, region, generation }: { stage: string; region: string; generation: number },
  use: (access: RegionAccess) => Promise<T>,
): Promise<T> {
  const secrets = new SecretsManagerClient({ region });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region }));
  const keys = new DynamoKeyRegister(client, tableName(stage, 'polls'));
  const originKey = await fetchSecret(secrets, originKeySecretName(stage, generation));
  const key = await issueKey(
    keys,
    { workspaceId, scopes: ['polls:read', 'polls:write', 'results:read'] },
    'Smoke test',
  );
  try {
    return await use({ key, originKey });
  } finally {
    await keys.revokeByHash(hashKey(key));
    client.destroy();
    secrets.destroy();
  }
}
