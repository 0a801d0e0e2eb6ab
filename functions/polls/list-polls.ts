import * as z from 'zod/mini';
import { readEnvironment } from '../../contracts/functions.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { pageLimitSchema } from '../middleware/page.ts';
import { checkShape } from '../middleware/request.ts';

const environment = readEnvironment('listPolls');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);

const querySchema = z.object({
  limit: pageLimitSchema,
  /** The id of the last poll of the page before; it opens nothing outside of the caller's workspace. */
  cursor: z.optional(z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the cursor of an earlier page'))),
});

/** `GET /polls?limit=20&cursor=…`: the workspace's polls, newest first; `cursor` of the answer leads on. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'listPolls');
  const { limit, cursor } = checkShape(querySchema, event.queryStringParameters ?? {});
  const page = await polls.list({ workspaceId, after: cursor, limit, now: Date.now() });
  const last = page.polls.at(-1);
  return json(200, { polls: page.polls, ...(page.more && last ? { cursor: last.id } : {}) });
});
