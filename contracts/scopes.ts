/** What an API key may do. */
export const scopes = [
  'polls:read',
  'polls:write',
  'results:read',
  'voters:sign',
  'keys:write',
  'people:write',
  'webhooks:read',
  'webhooks:write',
] as const;
export type Scope = (typeof scopes)[number];
