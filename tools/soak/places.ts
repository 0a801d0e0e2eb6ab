import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableName } from '../../contracts/names.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { ownVoterKey, verifyVoterToken } from '../../domain/responses/voter.ts';
import type { Region } from '../../local/regions/region.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { responseKey } from '../../stores/response-item.ts';

/** Polls as a region's table has them. */
export async function readPolls(region: Region, stage: string, pollIds: readonly string[]): Promise<Poll[]> {
  const client = new DynamoDBClient({ endpoint: region.servers.dynamodb.endpoint, ...localCredentials });
  const store = new DynamoPollStore(DynamoDBDocumentClient.from(client), tableName(stage, 'polls'));
  const polls = await Promise.all(pollIds.map((id) => store.get(id)));
  client.destroy();
  return polls.filter((poll) => poll !== undefined);
}

/** Where a voter's response stands in the table, as `pk sk`, by the voter's token. */
export function placeOf(poll: Poll, secret: string, token: string): string {
  const voterKey = ownVoterKey(poll.salt, verifyVoterToken(secret, poll.id, token));
  const { pk, sk } = responseKey({ pollId: poll.id, shards: poll.shards, voterKey });
  return `${pk} ${sk}`;
}
