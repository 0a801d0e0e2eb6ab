import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keysAt } from '../domain/signing-keys.ts';
import { fetchSecret } from './secret.ts';

/** For how long a process goes by what it has read, in milliseconds; far below `keyLead`. */
const memory = 5 * 60_000;

/**
 * The keys that sign and verify tokens, for `sign` and `isSigned`. The secret is read at the first use and again once
 * that is five minutes ago, so no token, however made up, causes a call. Where it can't be read again, what is known
 * is good for five minutes more.
 * @returns a function that gives the keys as they are now
 */
export function signingKeys(
  client: SecretsManagerClient,
  secretId: string,
  now: () => number = Date.now,
): () => Promise<string> {
  let known: string | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const read = async () => {
    try {
      known = await fetchSecret(client, secretId);
    } catch (error) {
      if (known === undefined) throw error;
    }
    readAt = now();
  };
  return async () => {
    if (now() - readAt >= memory) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return keysAt(known ?? '', now());
  };
}
