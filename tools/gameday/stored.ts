import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Region } from '../../local/regions/region.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { isResponse, pollOf } from '../../stores/response-item.ts';
import { questionId, type VoterStory } from '../load/messages.ts';

/** What each response of a poll chose, by its `pk sk`, as one region has stored it. */
export async function readChoices(
  region: Region,
  table: string,
  pollId: string,
): Promise<Map<string, string | undefined>> {
  const client = new DynamoDBClient({ endpoint: region.servers.dynamodb.endpoint, ...localCredentials });
  const choices = new Map<string, string | undefined>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const image of Items) {
      const item = unmarshall(image);
      if (!isResponse(item) || pollOf(item.pk) !== pollId) continue;
      const answer = item.a[questionId];
      choices.set(`${item.pk} ${item.sk}`, answer && 's' in answer ? answer.s : undefined);
    }
  }
  client.destroy();
  return choices;
}

/** Responses of one region against what its voters heard. */
export interface StoredComparison {
  /** Accepted votes without a response, or with another answer. */
  readonly missing: number;
  /** Responses of nobody who can have given them. */
  readonly foreign: number;
}

/**
 * Looks for each voter's response by the voter's own token.
 * @param placeOf where a token's response stands
 */
export function compareStored(
  voters: readonly VoterStory[],
  choices: ReadonlyMap<string, string | undefined>,
  placeOf: (token: string) => string,
): StoredComparison {
  const places = new Set<string>();
  let missing = 0;
  for (const { token, option, acceptedAt } of voters) {
    if (token === undefined) continue;
    const place = placeOf(token);
    places.add(place);
    if (acceptedAt !== undefined && choices.get(place) !== option) missing += 1;
  }
  const foreign = [...choices.keys()].filter((place) => !places.has(place)).length;
  return { missing, foreign };
}
