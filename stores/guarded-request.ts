import { lookup as lookupName } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Address, chooseAddress, literalOf, readTarget, type TargetRules } from './webhook-target.ts';

/** Gives all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const resolveBySystem: Resolve = (host) => lookupName(host, { all: true });

export interface GuardedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: string;
  readonly rules: TargetRules;
  readonly resolve: Resolve;
  /** Ends it, the look-up and the answer included. */
  readonly signal: AbortSignal;
}

/**
 * A request to an address of somebody else's choosing. The host is looked up anew each time, and the connection goes to
 * the very address that was checked, with the host's name for TLS and `Host`: what the name says a moment later doesn't
 * matter. Redirects aren't followed, and no proxy is asked.
 * @throws RefusedTarget for an address that isn't on the public internet, and what the look-up or the connection throws
 */
export async function guardedRequest(given: GuardedRequest): Promise<IncomingMessage> {
  const url = readTarget(given.url, given.rules);
  const address = chooseAddress(url, await addressesOf(url, given), given.rules);
  return await send(given, url, address);
}

async function addressesOf(
  url: URL,
  { resolve, signal }: Pick<GuardedRequest, 'resolve' | 'signal'>,
): Promise<readonly Address[]> {
  const literal = literalOf(url);
  if (literal) return [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([resolve(url.hostname), promise]);
}

function send(
  { method, headers, body, signal }: GuardedRequest,
  url: URL,
  { address, family }: Address,
): Promise<IncomingMessage> {
  const pinned: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        method,
        headers: { ...headers, ...length },
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
