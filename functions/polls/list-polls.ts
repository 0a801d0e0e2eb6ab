import { readEnvironment } from '../../contracts/functions.ts';
import { pollListQuery } from '../../contracts/queries.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { checkShape } from '../middleware/request.ts';

const environment = readEnvironment('listPolls');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);

/** `GET /polls?limit=20&cursor=…`: the workspace's polls, newest first; `cursor` of the answer leads on. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'listPolls');
  const { limit, cursor } = checkShape(pollListQuery, event.queryStringParameters ?? {});
  const page = await polls.list({ workspaceId, after: cursor, limit, now: Date.now() });
  const last = page.polls.at(-1);
  return json(200, { polls: page.polls, ...(page.more && last ? { cursor: last.id } : {}) });
});
