import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { headers } from '../../../contracts/headers.ts';
import type { KeyStore } from '../../../domain/polls/api-keys.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import type { ApiEvent } from '../../../functions/middleware/api.ts';
import { callerFinder } from '../../../functions/middleware/credentials.ts';
import { viewerOf } from '../../../functions/results/viewer.ts';
import { clientId, startIssuer, userPoolId } from '../../support/token-issuer.ts';

const issuer = await startIssuer();
after(() => issuer.stop());
const key = `gsk_${'k'.repeat(43)}`;
const keys = {
  find: async () => ({ workspaceId: 'acme', scopes: ['polls:read'] as const }),
} satisfies Pick<KeyStore, 'find'>;
const findCaller = callerFinder(keys, { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: clientId });

function workspaceOf(shown: string | undefined): Promise<string | undefined> {
  const event = { headers: shown === undefined ? {} : { [headers.apiKey]: shown } } as unknown as ApiEvent;
  const none = () => Promise.reject(new Error('Nobody asks for it.'));
  const responses = { find: none };
  return viewerOf(event, {} as Poll, { findCaller, responses, secret: none }).workspaceId();
}

test('a viewer belongs to a workspace by an access token as by a key, if they may see results', async () => {
  assert.equal(await workspaceOf(issuer.token({ 'cognito:groups': ['acme:viewer'] })), 'acme');
  assert.equal(await workspaceOf(issuer.token({ token_use: 'id' })), undefined);
  assert.equal(await workspaceOf(key), undefined, 'the key may not see results');
  assert.equal(await workspaceOf(undefined), undefined);
});
