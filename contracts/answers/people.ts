import * as z from 'zod/mini';
import { type InvitationView, type MembershipView, type NewInvitation, type PersonView, roleNames } from '../people.ts';
import { describes } from './describes.ts';
import { instant } from './shapes.ts';

const role = z.enum(roleNames);

export const personView = describes<PersonView>()(
  z.strictObject({ id: z.string(), email: z.string(), role, joinedAt: instant }),
);
export const personList = z.strictObject({ people: z.array(personView) });

export const invitationView = describes<InvitationView>()(
  z.strictObject({ id: z.string(), email: z.string(), role, createdAt: instant, expiresAt: instant }),
);
export const invitationList = z.strictObject({ invitations: z.array(invitationView) });
export const newInvitation = describes<NewInvitation>()(z.extend(invitationView, { token: z.string() }));

export const membershipView = describes<MembershipView>()(z.strictObject({ workspaceId: z.string(), role }));
export const membershipList = z.strictObject({ workspaces: z.array(membershipView) });
