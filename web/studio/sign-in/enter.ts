import type { MembershipView } from '../../../contracts/people.ts';
import { ApiError, send } from '../api.ts';
import { startSession } from '../session.ts';
import type { LoginTokens } from './hosted-login.ts';
import { forgetInvitation, keptInvitation } from './invitation.ts';

/**
 * Begins a session of whoever has signed in: in the workspace that has invited them, or in their first one.
 * @returns whether they have a workspace
 * @throws Error with a sentence for people
 */
export async function enter({ accessToken, idToken }: LoginTokens): Promise<boolean> {
  const invitation = keptInvitation();
  if (invitation !== undefined) {
    forgetInvitation();
    startIn(await join(invitation, idToken), accessToken);
    return true;
  }
  const headers = { 'x-api-key': accessToken };
  const { body } = await send<{ workspaces: readonly MembershipView[] }>('GET', '/workspaces', { headers });
  const [first] = body.workspaces;
  if (first) startIn(first, accessToken);
  return first !== undefined;
}

/** @throws ApiError where this stage is closed for that */
export async function foundWorkspace({ accessToken, idToken }: LoginTokens): Promise<void> {
  const { body } = await send<MembershipView>('POST', '/workspaces', { body: { idToken } });
  startIn(body, accessToken);
}

async function join(invitation: string, idToken: string): Promise<MembershipView> {
  try {
    return (await send<MembershipView>('POST', '/workspaces/join', { body: { invitation, idToken } })).body;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    throw new Error('This invitation is over, or is for another address than the one that you signed in with.');
  }
}

function startIn({ workspaceId }: MembershipView, accessToken: string): void {
  startSession(`${workspaceId}:${accessToken}`);
}
