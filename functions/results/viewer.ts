import { headers } from '../../contracts/headers.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import type { ResponseStore } from '../../domain/responses/response-store.ts';
import { ownVoterKey, verifyVoterToken } from '../../domain/responses/voter.ts';
import type { Viewer } from '../../domain/tallies/visibility.ts';
import type { ApiEvent } from '../middleware/api.ts';

/** Who asks for results: told by an API key or an access token, or by a voter token, where the request has one. */
export function viewerOf(
  event: ApiEvent,
  poll: Poll,
  known: {
    findCaller: (shown: string) => Promise<Caller | undefined>;
    responses: Pick<ResponseStore, 'find'>;
    secret: () => Promise<string>;
  },
): Viewer {
  return {
    async workspaceId() {
      const caller = await known.findCaller(event.headers[headers.apiKey] ?? '');
      return caller?.scopes.includes('results:read') ? caller.workspaceId : undefined;
    },
    async hasVoted() {
      const token = event.headers[headers.voterToken];
      if (token === undefined) return false;
      const voter = verifyVoterToken(await known.secret(), poll.id, token);
      const voterKey = ownVoterKey(poll.salt, voter);
      return (await known.responses.find({ pollId: poll.id, shards: poll.shards, voterKey })) !== undefined;
    },
  };
}
