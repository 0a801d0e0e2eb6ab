import { SignatureV4 } from '@smithy/signature-v4';
import { publishUrl } from '../contracts/live.ts';
import type { PollResults } from '../contracts/results.ts';
import { type LivePublisher, PublishError } from '../domain/live/live-publisher.ts';
import { defaultProvider } from './environment-credentials.ts';
import { Sha256 } from './sha256.ts';

/**
 * Bytes of an event (https://docs.aws.amazon.com/general/latest/gr/appsync.html: 240 KB). A request takes five events,
 * of which a snapshot is one.
 */
const mostEventBytes = 240_000;
/** Milliseconds. */
const longestWait = 2_000;

/** Publishes to AppSync Events by HTTP, signed with the function's credentials. The SDK has no client for it. */
export class AppSyncLivePublisher implements LivePublisher {
  readonly #host: string;
  readonly #signer: SignatureV4;

  /** @param host the API's HTTP host */
  constructor(host: string, region: string) {
    this.#host = host;
    this.#signer = new SignatureV4({ service: 'appsync', region, credentials: defaultProvider(), sha256: Sha256 });
  }

  async publish(channel: string, results: PollResults): Promise<void> {
    const event = JSON.stringify(results);
    const bytes = Buffer.byteLength(event);
    if (bytes > mostEventBytes) throw new PublishError(`A snapshot has ${bytes} bytes`, false);
    const response = await this.#send(JSON.stringify({ channel, events: [event] }));
    if (!response.ok) {
      const isPassing = response.status === 429 || response.status >= 500;
      throw new PublishError(`AppSync answered ${response.status}`, isPassing);
    }
    const { failed = [] } = (await response.json()) as { failed?: readonly unknown[] };
    if (failed.length > 0) throw new PublishError('AppSync took the request and not the event', true);
  }

  async #send(body: string): Promise<Response> {
    const url = new URL(publishUrl(this.#host));
    const { headers } = await this.#signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    });
    try {
      return await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(longestWait) });
    } catch (error) {
      throw new PublishError(`AppSync could not be reached: ${error instanceof Error ? error.name : 'unknown'}`, true);
    }
  }
}
