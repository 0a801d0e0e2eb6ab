import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * A secret that is fetched once a process, at its first use. A failed fetch is tried again at the next use.
 * @returns a function that gives the secret's text
 */
export function secretReader(client: SecretsManagerClient, secretId: string): () => Promise<string> {
  let secret: Promise<string> | undefined;
  return () => {
    secret ??= fetchSecret(client, secretId).catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  };
}

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!SecretString) throw new Error(`The secret ${secretId} is empty`);
  return SecretString;
}
