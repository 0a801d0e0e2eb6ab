import { healthPath } from './edge.ts';
import type { FunctionName } from './functions.ts';
import type { Scope } from './scopes.ts';

/** Who may burst how far: `manage` is for people who manage polls, `health` for Route 53, the others for voters and viewers. */
export type ThrottleClass = 'manage' | 'vote' | 'view' | 'compute' | 'health';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** API Gateway's path syntax: `/polls/{pollId}`. */
  readonly path: string;
  readonly function: FunctionName;
  /** What its operation is called, where the function answers several. @default as the function */
  readonly operation?: string;
  /** The scope that the caller's API key needs, or `public` for a route without the key authorizer. */
  readonly access: Scope | 'public';
  readonly throttle: ThrottleClass;
}

/** The whole HTTP API. The Region stack makes its routes from this list, and handlers their access check. */
export const routes = [
  { method: 'POST', path: '/polls', function: 'createPoll', access: 'polls:write', throttle: 'manage' },
  { method: 'GET', path: '/polls', function: 'listPolls', access: 'polls:read', throttle: 'manage' },
  { method: 'GET', path: '/polls/{pollId}', function: 'getPoll', access: 'polls:read', throttle: 'manage' },
  { method: 'PATCH', path: '/polls/{pollId}', function: 'updatePoll', access: 'polls:write', throttle: 'manage' },
  { method: 'POST', path: '/polls/{pollId}/open', function: 'openPoll', access: 'polls:write', throttle: 'manage' },
  { method: 'POST', path: '/polls/{pollId}/close', function: 'closePoll', access: 'polls:write', throttle: 'manage' },
  { method: 'DELETE', path: '/polls/{pollId}', function: 'deletePoll', access: 'polls:write', throttle: 'manage' },
  { method: 'GET', path: '/polls/{pollId}/ballot', function: 'getBallot', access: 'public', throttle: 'vote' },
  { method: 'POST', path: '/polls/{pollId}/devices', function: 'signDevice', access: 'public', throttle: 'vote' },
  {
    method: 'POST',
    path: '/polls/{pollId}/voter-tokens',
    function: 'signVoter',
    access: 'voters:sign',
    throttle: 'vote',
  },
  { method: 'POST', path: '/polls/{pollId}/voters', function: 'admitVoter', access: 'public', throttle: 'vote' },
  {
    method: 'POST',
    path: '/polls/{pollId}/codes',
    function: 'manageVoters',
    operation: 'issueCodes',
    access: 'voters:sign',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/codes',
    function: 'manageVoters',
    operation: 'countCodes',
    access: 'voters:sign',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/polls/{pollId}/responses',
    function: 'submitResponse',
    access: 'public',
    throttle: 'vote',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/responses/{responseId}',
    function: 'getResponse',
    access: 'public',
    throttle: 'view',
  },
  { method: 'GET', path: '/polls/{pollId}/results', function: 'getResults', access: 'public', throttle: 'view' },
  {
    method: 'GET',
    path: '/polls/{pollId}/results/{questionId}/instant-runoff',
    function: 'getInstantRunoff',
    access: 'public',
    throttle: 'compute',
  },
  {
    method: 'POST',
    path: '/polls/{pollId}/exports',
    function: 'requestExport',
    access: 'results:read',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/exports',
    function: 'listExports',
    access: 'results:read',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/exports/{exportId}',
    function: 'getExport',
    access: 'results:read',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/voters/{voter}',
    function: 'manageVoterData',
    operation: 'showVoter',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'DELETE',
    path: '/polls/{pollId}/voters/{voter}',
    function: 'manageVoterData',
    operation: 'eraseVoter',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/polls/{pollId}/archive',
    function: 'manageArchive',
    operation: 'archivePoll',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/archive',
    function: 'manageArchive',
    operation: 'getArchive',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/polls/{pollId}/restore',
    function: 'manageArchive',
    operation: 'restorePoll',
    access: 'polls:write',
    throttle: 'manage',
  },
  { method: 'GET', path: '/polls/{pollId}/live', function: 'getLive', access: 'public', throttle: 'view' },
  {
    method: 'GET',
    path: '/polls/{pollId}/insights',
    function: 'getInsights',
    access: 'results:read',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/insights/cross-tab',
    function: 'getCrossTab',
    access: 'results:read',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/answers/{questionId}',
    function: 'listAnswers',
    access: 'results:read',
    throttle: 'manage',
  },
  {
    method: 'PATCH',
    path: '/polls/{pollId}/answers/{questionId}/{responseId}',
    function: 'moderateAnswer',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/suspicions',
    function: 'manageExclusions',
    operation: 'getSuspicions',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/polls/{pollId}/exclusions',
    function: 'manageExclusions',
    operation: 'listExclusions',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/polls/{pollId}/exclusions',
    function: 'manageExclusions',
    operation: 'excludeGroup',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'DELETE',
    path: '/polls/{pollId}/exclusions/{exclusionId}',
    function: 'manageExclusions',
    operation: 'putGroupBack',
    access: 'polls:write',
    throttle: 'manage',
  },
  { method: 'GET', path: '/keys', function: 'listKeys', access: 'keys:write', throttle: 'manage' },
  { method: 'POST', path: '/keys', function: 'createKey', access: 'keys:write', throttle: 'manage' },
  {
    method: 'POST',
    path: '/keys/{keyId}/rotate',
    function: 'createKey',
    operation: 'rotateKey',
    access: 'keys:write',
    throttle: 'manage',
  },
  { method: 'DELETE', path: '/keys/{keyId}', function: 'deleteKey', access: 'keys:write', throttle: 'manage' },
  {
    method: 'POST',
    path: '/webhooks',
    function: 'writeWebhooks',
    operation: 'createWebhook',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/webhooks',
    function: 'readWebhooks',
    operation: 'listWebhooks',
    access: 'webhooks:read',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/webhooks/{webhookId}',
    function: 'readWebhooks',
    operation: 'getWebhook',
    access: 'webhooks:read',
    throttle: 'manage',
  },
  {
    method: 'PATCH',
    path: '/webhooks/{webhookId}',
    function: 'writeWebhooks',
    operation: 'updateWebhook',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    function: 'writeWebhooks',
    operation: 'deleteWebhook',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/webhooks/{webhookId}/rotate',
    function: 'writeWebhooks',
    operation: 'rotateWebhook',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/webhooks/{webhookId}/test',
    function: 'writeWebhooks',
    operation: 'testWebhook',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    function: 'readWebhooks',
    operation: 'listDeliveries',
    access: 'webhooks:read',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/webhooks/{webhookId}/deliveries/{deliveryId}/replay',
    function: 'writeWebhooks',
    operation: 'replayDelivery',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspace',
    function: 'readWebhooks',
    operation: 'getWorkspace',
    access: 'webhooks:read',
    throttle: 'manage',
  },
  {
    method: 'PATCH',
    path: '/workspace',
    function: 'writeWebhooks',
    operation: 'updateWorkspace',
    access: 'webhooks:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspace/settings',
    function: 'manageSettings',
    operation: 'getSettings',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'PUT',
    path: '/workspace/settings',
    function: 'manageSettings',
    operation: 'putSettings',
    access: 'polls:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspace/people',
    function: 'managePeople',
    operation: 'listPeople',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'PATCH',
    path: '/workspace/people/{personId}',
    function: 'managePeople',
    operation: 'changeRole',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'DELETE',
    path: '/workspace/people/{personId}',
    function: 'managePeople',
    operation: 'removePerson',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/workspace/invitations',
    function: 'managePeople',
    operation: 'invitePerson',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspace/invitations',
    function: 'managePeople',
    operation: 'listInvitations',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'DELETE',
    path: '/workspace/invitations/{invitationId}',
    function: 'managePeople',
    operation: 'revokeInvitation',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspace/audit',
    function: 'managePeople',
    operation: 'listAudit',
    access: 'people:write',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspace/voter-issuer',
    function: 'manageVoters',
    operation: 'getVoterIssuer',
    access: 'voters:sign',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/workspace/voter-issuer',
    function: 'manageVoters',
    operation: 'setVoterIssuer',
    access: 'voters:sign',
    throttle: 'manage',
  },
  {
    method: 'DELETE',
    path: '/workspace/voter-issuer',
    function: 'manageVoters',
    operation: 'removeVoterIssuer',
    access: 'voters:sign',
    throttle: 'manage',
  },
  {
    method: 'GET',
    path: '/workspaces',
    function: 'joinWorkspace',
    operation: 'listWorkspaces',
    access: 'public',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/workspaces',
    function: 'joinWorkspace',
    operation: 'foundWorkspace',
    access: 'public',
    throttle: 'manage',
  },
  {
    method: 'POST',
    path: '/workspaces/join',
    function: 'joinWorkspace',
    operation: 'acceptInvitation',
    access: 'public',
    throttle: 'manage',
  },
  { method: 'POST', path: '/media', function: 'createUpload', access: 'polls:write', throttle: 'manage' },
  { method: 'GET', path: '/media/{mediaId}', function: 'getMedia', access: 'polls:read', throttle: 'manage' },
  { method: 'GET', path: healthPath, function: 'getHealth', access: 'public', throttle: 'health' },
] as const satisfies readonly Route[];

/** Where CloudFront leads to the API, beside what it keeps: the first steps of the routes' paths, `*` behind each. */
export const apiPaths = [...new Set(routes.map(({ path }) => `/${path.split('/')[1]}`))]
  .filter((start) => start !== healthPath)
  .map((start) => `${start}*`);

type KeyedRoute = Exclude<(typeof routes)[number], { access: 'public' }>;

/** A function whose route takes API keys only. */
export type KeyedFunction = KeyedRoute['function'];

/** The scope that a function's caller needs: one for all of its routes. */
export function scopeOf(name: KeyedFunction): Scope {
  const route = routes.find((candidate): candidate is KeyedRoute => candidate.function === name);
  if (route) return route.access;
  throw new Error(`${name} has no route`);
}
