import { guardedRequest, type Resolve, resolveBySystem } from './guarded-request.ts';
import type { TargetRules } from './webhook-target.ts';

/** Within which the keys must be there, and how large they may be: some dozen keys. */
const timeoutMs = 3_000;
const mostBytes = 64 * 1_024;

/**
 * Makes what fetches a workspace's public keys from an address that the workspace names.
 * @throws RefusedTarget for an address that isn't on the public internet, Error for any answer but 200 and a small body
 */
export function voterKeyFetcher(rules: TargetRules, resolve: Resolve = resolveBySystem) {
  return async (url: string): Promise<ArrayBuffer> => {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { accept: 'application/json', 'user-agent': 'Groundswell' };
    const response = await guardedRequest({ method: 'GET', url, headers, rules, resolve, signal });
    try {
      if (response.statusCode !== 200) throw new Error(`It answered ${response.statusCode}`);
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > mostBytes) throw new Error(`It answered more than ${mostBytes} bytes`);
        chunks.push(chunk);
      }
      return new Uint8Array(Buffer.concat(chunks)).buffer;
    } finally {
      response.destroy();
    }
  };
}
