import { SignatureV4 } from '@smithy/signature-v4';
import { tracesPath } from '../contracts/tracing.ts';
import { defaultProvider } from './environment-credentials.ts';
import { Sha256 } from './sha256.ts';

/** After a failure, spans are dropped for so long, so that a receiver that is down costs no request its second. */
const pauseMs = 30_000;

export interface OtlpProps {
  /** An address without `/v1/traces`, such as X-Ray's `https://xray.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  /** For how long a request may take. Milliseconds. */
  readonly timeoutMs: number;
  /** Whether requests are signed for X-Ray. @default for an address of AWS */
  readonly signed?: boolean;
  /** @default the system's clock */
  readonly now?: () => number;
}

/** Sends spans by OTLP over HTTP, as JSON; to AWS with a signature, see ADR 40. */
export class OtlpTraces {
  readonly #url: URL;
  readonly #signer: SignatureV4 | undefined;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  #pausedUntil = 0;

  constructor({ endpoint, region, timeoutMs, signed, now = Date.now }: OtlpProps) {
    this.#timeoutMs = timeoutMs;
    this.#url = new URL(`${endpoint.replace(/\/$/, '')}${tracesPath}`);
    this.#now = now;
    const isSigned = signed ?? this.#url.hostname.endsWith('.amazonaws.com');
    const credentials = isSigned ? defaultProvider() : undefined;
    this.#signer = credentials && new SignatureV4({ service: 'xray', region, credentials, sha256: Sha256 });
  }

  /**
   * Sends a request of OTLP, or drops it while the receiver is taken to be down.
   * @throws Error when the receiver can't be reached, or refuses it; the next ones are dropped for 30 seconds
   */
  async send(body: Uint8Array): Promise<void> {
    if (this.#now() < this.#pausedUntil) return;
    try {
      const headers = await this.#headersOf(body);
      const signal = AbortSignal.timeout(this.#timeoutMs);
      const response = await fetch(this.#url, { method: 'POST', headers, body: Buffer.from(body), signal });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`The receiver of traces answered ${response.status}`);
    } catch (error) {
      this.#pausedUntil = this.#now() + pauseMs;
      throw error;
    }
  }

  async #headersOf(body: Uint8Array): Promise<Record<string, string>> {
    const { protocol, hostname, host, pathname } = this.#url;
    const headers = { 'content-type': 'application/json' };
    if (!this.#signer) return headers;
    const request = { method: 'POST', protocol, hostname, path: pathname, headers: { ...headers, host }, body };
    return (await this.#signer.sign(request)).headers;
  }
}
