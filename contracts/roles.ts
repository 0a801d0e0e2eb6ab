import { type Scope, scopes } from './scopes.ts';

/** What a person may do in a workspace, by the role that they have there. */
export const roles = {
  owner: scopes,
  editor: ['polls:read', 'polls:write', 'results:read'],
  viewer: ['polls:read', 'results:read'],
} as const satisfies Record<string, readonly Scope[]>;
export type Role = keyof typeof roles;
