import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { type Role, roles } from './roles.ts';

export const roleNames = Object.keys(roles) as [Role, ...Role[]];
const role = z.enum(roleNames);
const email = z.email().check(z.maxLength(limits.emailLength));

/** Body of `POST /workspace/invitations`. */
export const newInvitationSchema = z.strictObject({ email, role });

/** Body of `PATCH /workspace/people/{personId}`. */
export const personPatchSchema = z.strictObject({ role });

/** An ID token of the login: it proves who a person is and that their address is theirs, to whoever makes them a member. */
const idToken = z.string().check(z.minLength(1), z.maxLength(limits.tokenLength));

/** Body of `POST /workspaces/join`. */
export const joinSchema = z.strictObject({
  /** The invitation's token. */
  invitation: z.string().check(z.minLength(1), z.maxLength(100)),
  idToken,
});

/** Body of `POST /workspaces`. */
export const newWorkspaceSchema = z.strictObject({ idToken });

/** Somebody who has a role in a workspace. `GET /workspace/people` answers `{ people: PersonView[] }`. */
export interface PersonView {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: string;
}

/** An invitation that waits. `GET /workspace/invitations` answers `{ invitations: InvitationView[] }`. */
export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Body of the `201` answer of `POST /workspace/invitations`: the only time that the token is shown. */
export interface NewInvitation extends InvitationView {
  /** Opens the workspace to whoever signs in with the invitation's address, once. */
  readonly token: string;
}

/** A workspace as one of its people sees it. `GET /workspaces` answers `{ workspaces: MembershipView[] }`. */
export interface MembershipView {
  readonly workspaceId: string;
  readonly role: Role;
}

/** How long an invitation waits, in seconds: a week. */
export const invitationSeconds = 7 * 24 * 3_600;

/**
 * Values of the variable `SIGN_UP`. `open`: whoever comes may make an account and found a workspace. `invited`: they may
 * make an account, which opens nothing until they accept an invitation. `closed`: accounts are made by who administers
 * the user pool.
 */
export const signUpModes = ['open', 'invited', 'closed'] as const;
export type SignUpMode = (typeof signUpModes)[number];
