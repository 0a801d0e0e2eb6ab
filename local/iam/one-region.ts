import { localRegion } from '../servers/local-server.ts';

/** What the embedded DynamoDB has in place of a region in the ARNs of its streams. */
const regionOfStreams = 'dynoxide';

/** ARNs in a text as they were in the laptop's own region, and those of streams as they were made at one time. */
export function inOneRegion(text: string, region: string): string {
  return text
    .replaceAll(region, localRegion)
    .replaceAll(`:dynamodb:${regionOfStreams}:`, `:dynamodb:${localRegion}:`)
    .replaceAll(/(:table\/[\w.-]+\/stream\/)[\w.:-]+/g, '$12027-01-01T00:00:00.000');
}
