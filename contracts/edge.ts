/** The header in which CloudFront shows the API that a request came through it. */
export const originKeyHeader = 'x-origin-key';

/**
 * The variable that holds the SHA-256 of each key that the API takes in that header, in hexadecimal digits and separated
 * by spaces. Every function of a route has it; empty, as on a laptop, nothing stands in front of the API and nothing is
 * asked for. Without it none starts.
 */
export const originKeysVariable = 'ORIGIN_KEYS';

/**
 * The secret that holds a generation of the key; the same name in every region that needs it. `*` stands for all
 * generations.
 */
export function originKeySecretName(stage: string, generation: number | '*'): string {
  return `groundswell-${stage}-origin-key-${generation}`;
}

/** The custom resource that tells the hash of a key. */
export const originKeyHashType = 'Custom::OriginKeyHash';

/** Where Route 53 asks whether a region can serve. */
export const healthPath = '/health';

/** The answers that are the same for many, and may be kept for a second; `*` stands for anything. */
export const snapshotPaths = ['/polls/*/ballot', '/polls/*/results*', '/polls/*/live', healthPath] as const;

/** The country from which a request came to CloudFront, told to the votes' function only. */
export const viewerCountryHeader = 'cloudfront-viewer-country';

/** The voter's address and port, told to the votes' function only, which makes a pseudonym of it at once. */
export const viewerAddressHeader = 'cloudfront-viewer-address';

/** The number of the network that the voter's address belongs to, told to the same function. */
export const viewerNetworkHeader = 'cloudfront-viewer-asn';

/** Where votes are sent; `*` stands for anything. */
export const votesPath = '/polls/*/responses';

/** The name under which CloudFront finds the nearest region that is healthy. */
export function apiName(domain: string): string {
  return `api.${domain}`;
}

/** The name of one region's API alone. */
export function regionalApiName(domain: string, region: string): string {
  return `${region}.api.${domain}`;
}
