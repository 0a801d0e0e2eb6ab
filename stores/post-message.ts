import { lookup as lookupName } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  type Address,
  chooseAddress,
  literalOf,
  RefusedTarget,
  readTarget,
  type TargetRules,
} from './webhook-target.ts';

/** Gives all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const resolveBySystem: Resolve = (host) => lookupName(host, { all: true });

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly rules: TargetRules;
  /** For everything, from the look-up to the status. */
  readonly timeoutMs: number;
  readonly resolve: Resolve;
}

/** What came of it: an HTTP status with how its body began, or why there was none. */
export type Posted =
  | { readonly status: number; readonly excerpt: string }
  | { readonly error: 'refused' | 'timeout' | 'unreachable'; readonly detail: string };

/** Of an answer's body no more is read than this, in bytes. */
const mostExcerptBytes = 256;

/**
 * Posts a message to an address of somebody else's choosing. The host is looked up anew each time, and the connection
 * goes to the very address that was checked, with the host's name for TLS and `Host`: what the name says a moment later
 * doesn't matter. Redirects aren't followed, and no proxy is asked.
 * @returns never throws: whatever goes wrong is told
 */
export async function postMessage(posting: Posting): Promise<Posted> {
  const signal = AbortSignal.timeout(posting.timeoutMs);
  try {
    const url = readTarget(posting.url, posting.rules);
    const address = chooseAddress(url, await addressesOf(url, posting.resolve, signal), posting.rules);
    const response = await send(posting, url, address, signal);
    return { status: response.statusCode ?? 0, excerpt: await excerptOf(response) };
  } catch (error) {
    if (error instanceof RefusedTarget) return { error: 'refused', detail: `The address ${error.message}.` };
    if (signal.aborted) return { error: 'timeout', detail: `No answer within ${posting.timeoutMs / 1_000} s.` };
    return { error: 'unreachable', detail: codeOf(error) };
  }
}

async function addressesOf(url: URL, resolve: Resolve, signal: AbortSignal): Promise<readonly Address[]> {
  const literal = literalOf(url);
  if (literal) return [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([resolve(url.hostname), promise]);
}

function send(
  { headers, body }: Posting,
  url: URL,
  { address, family }: Address,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const pinned: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        lookup: pinned,
        // A connection of its own: one that was kept open could lead to another address than the one checked now.
        agent: false,
        signal,
      },
      resolve,
    )
      .on('error', reject)
      .end(body);
  });
}

/** Reads a little and hangs up; an answer that drips or breaks off has its status all the same. */
async function excerptOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= mostExcerptBytes) break;
    }
  } catch {
    // What has come until then is all there is.
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, mostExcerptBytes).toString('utf8');
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : 'unknown';
}
