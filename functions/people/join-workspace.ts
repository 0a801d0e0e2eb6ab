import { ulid } from 'ulid';
import type { publicActions } from '../../contracts/audit.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { joinSchema, type MembershipView, newWorkspaceSchema, type SignUpMode } from '../../contracts/people.ts';
import { acceptInvitation, type InvitationStore } from '../../domain/people/invitations.ts';
import type { SignedIn } from '../../domain/people/people.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoInvitationStore } from '../../stores/dynamo-invitation-store.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { auditLogOf } from '../middleware/audited-handler.ts';
import { onRecord } from '../middleware/recording.ts';
import { readBody } from '../middleware/request.ts';
import { publicRoutesHandler } from '../middleware/routes-handler.ts';
import { signInTokens } from '../middleware/sign-in-tokens.ts';

const environment = readEnvironment('joinWorkspace');
const client = documentClient();
const people = new DynamoPeopleStore(client, environment.POLLS_TABLE);
const invitations = new DynamoInvitationStore(client, environment.POLLS_TABLE);
const log = auditLogOf('joinWorkspace');
const accessTokens = signInTokens(environment, 'access');
const idTokens = signInTokens(environment, 'id');
const open: SignUpMode = 'open';

/** What people do who have signed in and may have no workspace yet. */
export const handler = publicRoutesHandler('joinWorkspace', {
  'GET /workspaces': listWorkspaces,
  'POST /workspaces': foundWorkspace,
  'POST /workspaces/join': join,
});

/** The workspaces of whoever an access token stands for. */
async function listWorkspaces(event: ApiEvent): Promise<ApiResult> {
  const claims = await accessTokens(event.headers[headers.apiKey] ?? '');
  if (!claims) throw new Problem('missing-key', 'Send a valid access token in the header x-api-key.');
  const workspaces = [...(await people.memberships(claims.sub))].sort((a, b) =>
    a.workspaceId < b.workspaceId ? -1 : 1,
  );
  return json(200, { workspaces });
}

/**
 * 201 with a new workspace, of which the caller is the owner. Its id is made up here: a name of their own choosing could
 * be that of a workspace that others have keys for.
 */
async function foundWorkspace(event: ApiEvent): Promise<ApiResult> {
  const { idToken } = readBody(event, newWorkspaceSchema);
  const { personId, email } = await signedIn(idToken);
  if (environment.SIGN_UP !== open) {
    throw new Problem('sign-up-closed', 'Ask the owner of a workspace to invite you.');
  }
  const now = Date.now();
  const workspaceId = ulid(now);
  const owner = { id: personId, email, role: 'owner', joinedAt: new Date(now).toISOString() } as const;
  await recorded(event, 'foundWorkspace', { workspaceId, personId, status: 201 }, () =>
    people.found(workspaceId, owner),
  );
  const view: MembershipView = { workspaceId, role: 'owner' };
  return json(201, view);
}

/** 200 with the workspace to which the invitation leads; it leads nobody there again. */
async function join(event: ApiEvent): Promise<ApiResult> {
  const { invitation: token, idToken } = readBody(event, joinSchema);
  const person = await signedIn(idToken);
  const recording: Pick<InvitationStore, 'find' | 'accept'> = {
    find: (hash, now) => invitations.find(hash, now),
    accept: (hash, invitation, by, now) =>
      recorded(event, 'acceptInvitation', { ...invitation, personId: by.personId, status: 200 }, () =>
        invitations.accept(hash, invitation, by, now),
      ),
  };
  const { workspaceId, role } = await acceptInvitation(recording, { token, person, now: Date.now() });
  const view: MembershipView = { workspaceId, role };
  return json(200, view);
}

/** Does what a person does to a workspace that no key stands for, on its record. @param status of the answer */
function recorded(
  event: ApiEvent,
  action: (typeof publicActions)[number],
  { workspaceId, personId, status }: { workspaceId: string; personId: string; status: number },
  act: () => Promise<void>,
): Promise<void> {
  const { requestId } = event.requestContext;
  const at = new Date().toISOString();
  const attempted = {
    workspaceId,
    at,
    actor: `person:${personId}`,
    action,
    phase: 'attempted',
    target: {},
    requestId,
  } as const;
  return onRecord(log, attempted, act, () => ({ status }));
}

async function signedIn(idToken: string): Promise<SignedIn> {
  const claims = await idTokens(idToken);
  if (claims?.email_verified !== true || typeof claims.email !== 'string') {
    throw new Problem('invalid-id-token', 'Sign in, and send the ID token that the login gave you.');
  }
  return { personId: claims.sub, email: claims.email };
}
