import { type Role, roles } from '../../contracts/roles.ts';
import { scopes } from '../../contracts/scopes.ts';
import type { Caller } from './api-keys.ts';

/**
 * Who a person is in a workspace, by the groups that they are in, `<workspace>:<role>` each. Other groups mean nothing;
 * of several roles in a workspace the person has all scopes.
 * @param wanted the workspace that they mean; without it, the first by name
 * @returns undefined for somebody who has no role there
 */
export function callerOf(groups: readonly string[], wanted?: string): Caller | undefined {
  const memberships = groups.flatMap(membershipOf);
  const workspaceId = wanted ?? memberships.map((one) => one.workspaceId).sort()[0];
  const own = memberships.filter((one) => one.workspaceId === workspaceId);
  if (workspaceId === undefined || own.length === 0) return undefined;
  return {
    workspaceId,
    scopes: scopes.filter((scope) => own.some(({ role }) => roles[role].some((allowed) => allowed === scope))),
  };
}

function membershipOf(group: string): readonly { workspaceId: string; role: Role }[] {
  const end = group.lastIndexOf(':');
  const role = group.slice(end + 1);
  return end > 0 && isRole(role) ? [{ workspaceId: group.slice(0, end), role }] : [];
}

function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}
