import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands for `@aws-sdk/credential-provider-node` in the bundles, see ADR 11: a function finds its credentials in its
 * environment, on Lambda and on a laptop alike, and never looks for them anywhere else.
 * @returns a provider that reads the environment once; a function's credentials outlive it
 */
export function defaultProvider(): ReturnType<typeof fromEnv> {
  const read = fromEnv();
  let credentials: ReturnType<typeof read> | undefined;
  return () => {
    credentials ??= read();
    return credentials;
  };
}
