import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Runtime } from '../local/runtime.ts';
import { localCredentials } from '../local/servers/local-server.ts';
import { signingKeys } from '../stores/signing-keys.ts';

/** What signs the voter tokens of a running laptop, for commands that drive votes and are no tests of ballots. */
export async function readVoterSecret(runtime: Runtime): Promise<string> {
  const { VOTER_TOKEN_SECRET_ARN = '', AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint } =
    runtime.environmentOf('submitResponse');
  const client = new SecretsManagerClient({ endpoint, ...localCredentials });
  try {
    return await signingKeys(client, VOTER_TOKEN_SECRET_ARN)();
  } finally {
    client.destroy();
  }
}
