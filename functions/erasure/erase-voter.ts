import { type Erasure, tokenVoter } from '../../contracts/erasure.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { eraseDerived } from '../../domain/erasure/erasure.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { Problem } from '../../domain/problem.ts';
import { parseResponseId } from '../../domain/responses/response-id.ts';
import { ownVoterKey, parseVoterToken } from '../../domain/responses/voter.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { DynamoDerivedData } from '../../stores/dynamo-derived-data.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { type ApiEvent, apiHandler, json } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('eraseVoter');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const responses = new DynamoResponseStore(client, environment.RESPONSES_TABLE);
const archives = new DynamoArchiveStore(client, environment.POLLS_TABLE);
const derived = new DynamoDerivedData(client, objectClient(), {
  polls: environment.POLLS_TABLE,
  tallies: environment.TALLIES_TABLE,
  exportsBucket: environment.EXPORTS_BUCKET,
});

/**
 * `DELETE /polls/{pollId}/voters/{voter}`: the voter's response goes first, and what each region derived from it
 * follows by the responses' stream, also when this is cut off; what is told of it here is this region's.
 */
export const handler = apiHandler(async (event) => {
  const poll = await requireOwnPoll(event, 'eraseVoter', polls);
  const voterKey = voterKeyOf(event, poll);
  if (await archives.get(poll.id)) throw new Problem('wrong-state', 'Restore the poll from its archive first.');
  const now = Date.now();
  const wasRecorded = await responses.erase({ pollId: poll.id, shards: poll.shards, voterKey }, now);
  const removed = await eraseDerived(derived, { pollId: poll.id, voterKey });
  const erasure: Erasure = {
    pollId: poll.id,
    erasedAt: new Date(now).toISOString(),
    removed: { responses: wasRecorded ? 1 : 0, ...removed },
  };
  return json(200, erasure);
});

/** Whoever may erase any voter needn't prove who this one is. */
function voterKeyOf(event: ApiEvent, poll: Poll): string {
  const voter = pathParameter(event, 'voter');
  if (voter === tokenVoter) return ownVoterKey(poll.salt, parseVoterToken(poll.id, event.headers[headers.voterToken]));
  return found(parseResponseId(voter), 'voter').voterKey;
}
