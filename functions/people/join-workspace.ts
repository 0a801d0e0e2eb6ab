import { ulid } from 'ulid';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { joinSchema, type MembershipView, newWorkspaceSchema, type SignUpMode } from '../../contracts/people.ts';
import { acceptInvitation } from '../../domain/people/invitations.ts';
import type { SignedIn } from '../../domain/people/people.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoInvitationStore } from '../../stores/dynamo-invitation-store.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { readBody } from '../middleware/request.ts';
import { publicRoutesHandler } from '../middleware/routes-handler.ts';
import { signInTokens } from '../middleware/sign-in-tokens.ts';

const environment = readEnvironment('joinWorkspace');
const client = documentClient();
const people = new DynamoPeopleStore(client, environment.POLLS_TABLE);
const invitations = new DynamoInvitationStore(client, environment.POLLS_TABLE);
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
  await people.found(workspaceId, { id: personId, email, role: 'owner', joinedAt: new Date(now).toISOString() });
  const view: MembershipView = { workspaceId, role: 'owner' };
  return json(201, view);
}

/** 200 with the workspace to which the invitation leads; it leads nobody there again. */
async function join(event: ApiEvent): Promise<ApiResult> {
  const { invitation: token, idToken } = readBody(event, joinSchema);
  const person = await signedIn(idToken);
  const { workspaceId, role } = await acceptInvitation(invitations, { token, person, now: Date.now() });
  const view: MembershipView = { workspaceId, role };
  return json(200, view);
}

async function signedIn(idToken: string): Promise<SignedIn> {
  const claims = await idTokens(idToken);
  if (claims?.email_verified !== true || typeof claims.email !== 'string') {
    throw new Problem('invalid-id-token', 'Sign in, and send the ID token that the login gave you.');
  }
  return { personId: claims.sub, email: claims.email };
}
