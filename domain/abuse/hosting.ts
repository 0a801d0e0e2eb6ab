/**
 * Autonomous systems in which machines are rented out: of Amazon, Microsoft, Google, Oracle, Alibaba, Tencent, DigitalOcean,
 * Akamai's Linode, Vultr, OVHcloud, Hetzner, Scaleway, Contabo, Leaseweb, IONOS, M247 and Datacamp, as the regional
 * registries have them (https://www.iana.org/numbers). Votes from others stay what they were: the list is a sign and no
 * fence, and needn't be complete.
 */
const hosting: ReadonlySet<number> = new Set([
  16509, 14618, 8075, 396982, 15169, 31898, 45102, 37963, 132203, 45090, 14061, 63949, 20473, 16276, 24940, 213230,
  12876, 51167, 60781, 28753, 8560, 9009, 60068, 212238,
]);

/**
 * Four characters that stand for the network of a data centre.
 * @param asn as CloudFront's `CloudFront-Viewer-ASN` has it: a number
 * @returns undefined for any other network, which is nobody's business
 */
export function hostingNetwork(asn: string | undefined): string | undefined {
  const number = Number(asn);
  return hosting.has(number) ? Buffer.from([number >> 16, number >> 8, number]).toString('base64url') : undefined;
}
