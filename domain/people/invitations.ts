import { randomBytes } from 'node:crypto';
import { type InvitationView, invitationSeconds, type NewInvitation } from '../../contracts/people.ts';
import type { Role } from '../../contracts/roles.ts';
import { hashKey } from '../polls/api-keys.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from './people.ts';

/** An invitation as it is stored: its token by a hash only. */
export type Invitation = InvitationView & { readonly workspaceId: string };

/** Where invitations wait. */
export interface InvitationStore {
  add(hash: string, invitation: Invitation): Promise<void>;
  /** Those of a workspace that wait, oldest first. @param now milliseconds since 1970 */
  list(workspaceId: string, now: number): Promise<InvitationView[]>;
  /** @returns undefined for one that is unknown, used, revoked or over */
  find(hash: string, now: number): Promise<Invitation | undefined>;
  /** @returns false where the workspace has no such invitation */
  revoke(workspaceId: string, invitationId: string): Promise<boolean>;
  /**
   * Makes the person one of the workspace's people and takes the invitation away, both or neither.
   * @throws Problem `not-found` where somebody was faster, `wrong-state` for who is in the workspace already
   */
  accept(hash: string, invitation: Invitation, person: SignedIn, now: number): Promise<void>;
}

/**
 * Makes an invitation and stores its token's hash.
 * @returns it with the token itself, which nobody can show again
 */
export async function invite(
  invitations: Pick<InvitationStore, 'add'>,
  given: { workspaceId: string; email: string; role: Role; now: number },
): Promise<NewInvitation> {
  const { workspaceId, email, role, now } = given;
  const token = `gsi_${randomBytes(32).toString('base64url')}`;
  const view: InvitationView = {
    id: randomBytes(12).toString('base64url'),
    email: email.toLowerCase(),
    role,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + invitationSeconds * 1_000).toISOString(),
  };
  await invitations.add(hashKey(token), { ...view, workspaceId });
  return { ...view, token };
}

/**
 * Accepts an invitation, once, for whoever owns the address that it went to: a token that was forwarded or has leaked
 * opens nothing to others.
 * @throws Problem `not-found` for a token that is unknown, used, revoked, over or somebody else's, and as the store does
 */
export async function acceptInvitation(
  invitations: Pick<InvitationStore, 'find' | 'accept'>,
  { token, person, now }: { token: string; person: SignedIn; now: number },
): Promise<Invitation> {
  const hash = hashKey(token);
  const invitation = await invitations.find(hash, now);
  if (!invitation || invitation.email !== person.email.toLowerCase()) throw noInvitation();
  await invitations.accept(hash, invitation, person, now);
  return invitation;
}

export function noInvitation(): Problem {
  return new Problem('not-found', 'There is no such invitation for your address.');
}
