import { readEnvironment } from '../../contracts/functions.ts';
import { limits } from '../../contracts/limits.ts';
import { newInvitationSchema, personPatchSchema } from '../../contracts/people.ts';
import { auditQuery } from '../../contracts/queries.ts';
import { type Role, roles } from '../../contracts/roles.ts';
import { noMail } from '../../contracts/webhooks.ts';
import { invite } from '../../domain/people/invitations.ts';
import { assertGrantable, type Caller } from '../../domain/polls/api-keys.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoAuditStore } from '../../stores/dynamo-audit-store.ts';
import { DynamoInvitationStore } from '../../stores/dynamo-invitation-store.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import { SqsMailOrders } from '../../stores/sqs-notification-queues.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { checkShape, found, pathParameter, readBody } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';

const { POLLS_TABLE, MAIL_QUEUE_URL, MAIL_FROM } = readEnvironment('managePeople');
const client = documentClient();
const people = new DynamoPeopleStore(client, POLLS_TABLE);
const invitations = new DynamoInvitationStore(client, POLLS_TABLE);
const record = new DynamoAuditStore(client, POLLS_TABLE);
const mails = new SqsMailOrders(queueClient(), MAIL_FROM === noMail ? undefined : MAIL_QUEUE_URL);

/** Who has a role in the workspace, and who is asked to take one. */
export const handler = routesHandler('managePeople', {
  'GET /workspace/audit': async ({ queryStringParameters }, { workspaceId }) => {
    const { limit, cursor } = checkShape(auditQuery, queryStringParameters ?? {});
    return json(200, await record.page(workspaceId, { after: cursor, limit }));
  },
  'GET /workspace/people': async (_event, { workspaceId }) => json(200, { people: await people.list(workspaceId) }),
  'PATCH /workspace/people/{personId}': changeRole,
  'DELETE /workspace/people/{personId}': async (event, { workspaceId }) => {
    const wasThere = await people.remove(workspaceId, pathParameter(event, 'personId'));
    found(wasThere || undefined, 'person');
    return { statusCode: 204 };
  },
  'POST /workspace/invitations': invitePerson,
  'GET /workspace/invitations': async (_event, { workspaceId }) =>
    json(200, { invitations: await invitations.list(workspaceId, Date.now()) }),
  'DELETE /workspace/invitations/{invitationId}': async (event, { workspaceId }) => {
    const wasThere = await invitations.revoke(workspaceId, pathParameter(event, 'invitationId'));
    found(wasThere || undefined, 'invitation');
    return { statusCode: 204 };
  },
});

async function changeRole(event: ApiEvent, caller: Caller): Promise<ApiResult> {
  const { role } = readBody(event, personPatchSchema);
  assertGivable(caller, role);
  const personId = pathParameter(event, 'personId');
  return json(200, found(await people.changeRole(caller.workspaceId, personId, role), 'person'));
}

/** 201 with the invitation and its token, which is shown here, and in the mail to whom it is for, only. */
async function invitePerson(event: ApiEvent, caller: Caller): Promise<ApiResult> {
  const { workspaceId } = caller;
  const { email, role } = readBody(event, newInvitationSchema);
  assertGivable(caller, role);
  const now = Date.now();
  // Two requests at once may pass a limit; they are there against mistakes.
  const [members, waiting] = await Promise.all([people.list(workspaceId), invitations.list(workspaceId, now)]);
  if (members.length + waiting.length >= limits.people) {
    throw new Problem('invalid-content', `A workspace has at most ${limits.people} people, invited ones included.`);
  }
  const invitation = await invite(invitations, { workspaceId, email, role, now });
  const { id: invitationId, token } = invitation;
  await mails.send({ v: 1, kind: 'invitation', workspaceId, invitationId, token });
  return json(201, invitation);
}

/** A role is what it may do: a key that manages people makes nobody more than it is itself. */
function assertGivable(caller: Caller, role: Role): void {
  assertGrantable(caller, roles[role]);
}
