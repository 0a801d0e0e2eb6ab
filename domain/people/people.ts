import type { MembershipView, PersonView } from '../../contracts/people.ts';
import { type Role, roles } from '../../contracts/roles.ts';
import { scopes } from '../../contracts/scopes.ts';
import type { Caller } from '../polls/api-keys.ts';

/** Somebody who has signed in, as the login's ID token proves them. */
export interface SignedIn {
  /** The login's own id of the person, which says nothing of them. */
  readonly personId: string;
  readonly email: string;
}

/** Who has which role in which workspace. */
export interface PeopleStore {
  /** A person's workspaces, in no order. */
  memberships(personId: string): Promise<readonly MembershipView[]>;
  /** A workspace's people, oldest first. */
  list(workspaceId: string): Promise<PersonView[]>;
  /**
   * @returns the person as they are now; undefined where the workspace has no such person
   * @throws Problem `last-owner`
   */
  changeRole(workspaceId: string, personId: string, role: Role): Promise<PersonView | undefined>;
  /**
   * @returns whether the workspace had such a person
   * @throws Problem `last-owner`
   */
  remove(workspaceId: string, personId: string): Promise<boolean>;
  /** Makes a workspace that isn't there yet, with its first owner. */
  found(workspaceId: string, owner: PersonView): Promise<void>;
}

/**
 * What a person may do in a workspace.
 * @param wanted the workspace that they mean; without it, the first by its id
 * @returns undefined for somebody who has no role there
 */
export function callerOf(
  personId: string,
  memberships: readonly MembershipView[],
  wanted?: string,
): Caller | undefined {
  const workspaceId = wanted ?? memberships.map((one) => one.workspaceId).sort()[0];
  const own = memberships.find((one) => one.workspaceId === workspaceId);
  if (!own) return undefined;
  const allowed: readonly string[] = roles[own.role];
  const granted = scopes.filter((scope) => allowed.includes(scope));
  return { workspaceId: own.workspaceId, scopes: granted, actor: `person:${personId}` };
}

/** By how many owners a workspace has more when one role becomes another. */
export function ownersGained(before: Role | undefined, after: Role | undefined): number {
  return Number(after === 'owner') - Number(before === 'owner');
}
