import ipaddr from 'ipaddr.js';

/** A target that messages must not go to; its message says why, for whoever owns the webhook. */
export class RefusedTarget extends Error {}

export interface TargetRules {
  /** `http`, and any port, for this very machine: on a laptop only. */
  readonly allowsLocal: boolean;
}

/** Where HTTPS is served; others could be told to speak to something that isn't HTTP. Empty: 443. */
const ports = ['', '443', '8443'];
const localHosts = ['localhost', '127.0.0.1', '[::1]'];
/** All that is given out for the internet as a whole (https://www.iana.org/assignments/ipv6-address-space/). */
const globalIpv6 = ipaddr.parseCIDR('2000::/3');

/** An address as a resolver gives it. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/**
 * Reads a webhook's URL and holds it against the rules that need no look-up. `URL` itself has written every notation of
 * an IPv4 address (decimal, octal, hexadecimal, short) in the one way.
 * @throws RefusedTarget that says why
 */
export function readTarget(text: string, rules: TargetRules): URL {
  const url = URL.parse(text);
  if (!url) throw new RefusedTarget('is not a URL');
  if (url.username || url.password) throw new RefusedTarget('must not hold a user name or password');
  if (isLocal(url, rules)) return url;
  if (url.protocol !== 'https:') throw new RefusedTarget('must begin with https://');
  if (!ports.includes(url.port)) throw new RefusedTarget('must have the port 443 or 8443');
  const literal = literalOf(url);
  if (literal) checkAddress(literal);
  else if (!url.hostname.includes('.')) throw new RefusedTarget('must have a full host name');
  return url;
}

/**
 * The address to connect to, of those that the host of a target has right now.
 * @throws RefusedTarget when any of them is not on the public internet, or there is none
 */
export function chooseAddress(url: URL, addresses: readonly Address[], rules: TargetRules): Address {
  const [first] = addresses;
  if (!first) throw new RefusedTarget('has no address');
  // Only for hosts that are local by their name: no other may lead here.
  if (isLocal(url, rules)) return addresses.find(({ address }) => isLoopback(address)) ?? checked(first);
  for (const { address } of addresses) checkAddress(address);
  return first;
}

/** The address that a host is by itself; undefined for a name. */
export function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
}

function isLocal({ hostname, protocol }: URL, { allowsLocal }: TargetRules): boolean {
  return allowsLocal && localHosts.includes(hostname) && ['http:', 'https:'].includes(protocol);
}

function isLoopback(address: string): boolean {
  return ipaddr.parse(address).range() === 'loopback';
}

function checked(address: Address): Address {
  checkAddress(address.address);
  return address;
}

/**
 * Only what the registries call global unicast passes: private, loopback, link-local (cloud metadata among them), shared
 * (CGNAT), multicast and reserved ranges don't, and no IPv6 address that stands for an IPv4 one.
 * @throws RefusedTarget
 */
function checkAddress(text: string): void {
  const address = ipaddr.parse(text);
  const isGlobal = address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(globalIpv6));
  if (!isGlobal) throw new RefusedTarget(`leads to ${address.toString()}, which is not on the public internet`);
}
