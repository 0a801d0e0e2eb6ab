import dns from 'node:dns';

/**
 * Loaded into the CDK CLI ahead of it. The emulator's buckets are host names under `s3.localhost`, which RFC 6761 gives to the loopback
 * address and some resolvers don't know.
 */
const lookup = dns.lookup;
const loopback = { address: '127.0.0.1', family: 4 };

function lookUp(hostname: string, ...rest: unknown[]): void {
  if (!hostname.endsWith('.localhost') && hostname !== 'localhost') {
    Reflect.apply(lookup, dns, [hostname, ...rest]);
    return;
  }
  const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
  if (typeof callback !== 'function') return;
  const wantsAll = typeof options === 'object' && options !== null && 'all' in options && options.all;
  process.nextTick(() => (wantsAll ? callback(null, [loopback]) : callback(null, loopback.address, loopback.family)));
}

Object.assign(dns, { lookup: lookUp });
