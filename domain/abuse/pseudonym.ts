import { createHmac } from 'node:crypto';

/** Bits of a pseudonym: so few that each stands for 256 IPv4 addresses, and can't be traced back to one. */
const pseudonymBytes = 3;

/**
 * A few characters by which responses from one address are told to be so, within one poll and one day (UTC): an HMAC
 * under the poll's own salt, cut short. The address itself goes no further.
 * @param viewer as CloudFront's `CloudFront-Viewer-Address` has it, with the port behind it
 * @returns undefined for what is no address
 */
export function addressPseudonym(salt: string, viewer: string | undefined, now: number): string | undefined {
  const prefix = addressPrefix(viewer ?? '');
  if (prefix === undefined) return undefined;
  return pseudonym(salt, `address:${new Date(now).toISOString().slice(0, 10)}:${prefix}`);
}

/** The same of a device, for polls that take several responses of one. */
export function devicePseudonym(salt: string, device: string): string {
  return pseudonym(salt, `sender:${device}`);
}

function pseudonym(salt: string, text: string): string {
  return createHmac('sha256', salt).update(text).digest().subarray(0, pseudonymBytes).toString('base64url');
}

/** Longest text that is looked at: an IPv6 address in full, brackets and a port. */
const longestAddress = 60;

/** What one connection has for itself: all of an IPv4 address, the first 64 bits of an IPv6 one. */
export function addressPrefix(viewer: string): string | undefined {
  if (viewer.length > longestAddress) return undefined;
  const address = viewer.slice(0, viewer.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return address;
  const [head = '', tail, ...more] = address.toLowerCase().split('::');
  if (more.length > 0) return undefined;
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [before, behind] = [groups(head), groups(tail)];
  const missing = 8 - before.length - behind.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...behind];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
