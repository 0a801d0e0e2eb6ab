import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEntry } from '../../../contracts/audit.ts';
import { type AuditEvent, nextEntry } from '../../../domain/audit/chain.ts';
import { Problem } from '../../../domain/problem.ts';
import type { ApiEvent } from '../../../functions/middleware/api.ts';
import { requireCaller } from '../../../functions/middleware/caller.ts';
import { recording } from '../../../functions/middleware/recording.ts';

const eventOf = (routeKey: string, pathParameters: Record<string, string> = {}) =>
  ({
    routeKey,
    pathParameters,
    requestContext: {
      requestId: 'r1',
      authorizer: { lambda: { workspaceId: 'acme', scopes: 'polls:write keys:write', actor: 'key:k1' } },
    },
  }) as unknown as ApiEvent;

function fakeLog(fails: (event: AuditEvent) => boolean = () => false) {
  const entries: AuditEntry[] = [];
  return {
    entries,
    async append(event: AuditEvent) {
      if (fails(event)) throw new Error('no table');
      const entry = nextEntry(event, 'eu-central-1', entries.at(-1));
      entries.push(entry);
      return entry;
    },
  };
}

const erase = 'DELETE /polls/{pollId}/voters/{voter}';

test('an attempt is on record before anything happens, and names no voter', async () => {
  const log = fakeLog();
  const answer = recording(log, async (event) => {
    assert.deepEqual(
      log.entries.map(({ phase }) => phase),
      ['attempted'],
    );
    requireCaller(event, 'manageVoterData');
    return { statusCode: 200 };
  });
  assert.equal((await answer(eventOf(erase, { pollId: 'p1', voter: 'v1' }))).statusCode, 200);
  const [attempted, done] = log.entries;
  assert.deepEqual(attempted?.target, { pollId: 'p1' });
  assert.equal(attempted?.actor, 'key:k1');
  assert.deepEqual([done?.phase, done?.status, done?.attempt], ['done', 200, 1]);
});

test('nothing happens whose attempt can’t be recorded', async () => {
  let happened = false;
  const answer = recording(
    fakeLog(() => true),
    async () => {
      happened = true;
      return { statusCode: 200 };
    },
  );
  await assert.rejects(answer(eventOf(erase)), /no table/);
  assert.equal(happened, false);
});

test('an answer stands whose outcome can’t be recorded', async () => {
  const log = fakeLog(({ phase }) => phase === 'done');
  const answer = recording(log, async () => ({ statusCode: 201, body: '{"key":"shown once"}' }));
  assert.equal((await answer(eventOf('POST /keys'))).statusCode, 201);
  assert.equal(log.entries.length, 1);
});

test('what was made and what was refused is on record, too', async () => {
  const log = fakeLog();
  await recording(log, async () => ({ statusCode: 201, body: '{"id":"k2"}' }))(eventOf('POST /keys'));
  const refused = recording(log, async () => {
    throw new Problem('missing-scope', 'No.');
  });
  await assert.rejects(refused(eventOf('POST /keys')), { code: 'missing-scope' });
  assert.deepEqual(
    log.entries.filter(({ phase }) => phase === 'done').map(({ status, made }) => [status, made]),
    [
      [201, 'k2'],
      [403, undefined],
    ],
  );
});

test('to look, and to sign a voter, leaves no record', async () => {
  const log = fakeLog();
  const answer = recording(log, async () => ({ statusCode: 200 }));
  for (const key of ['GET /keys', 'POST /polls/{pollId}/voter-tokens']) await answer(eventOf(key));
  assert.deepEqual(log.entries, []);
});

test('a handler that forgets the record can’t learn whose workspace it is', () => {
  assert.throws(() => requireCaller(eventOf('POST /keys'), 'createKey'), /must be an auditedHandler/);
});
