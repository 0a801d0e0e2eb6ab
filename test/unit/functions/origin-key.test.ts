import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { Context } from 'aws-lambda';
import { originKeyHeader, originKeysVariable } from '../../../contracts/edge.ts';
import type { ProblemDocument } from '../../../contracts/problems.ts';
import type { ApiEvent } from '../../../functions/middleware/api.ts';

// Read when the module is loaded, as on Lambda at cold start.
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
process.env[originKeysVariable] = `${hashOf('the-new-key')} ${hashOf('the-old-key')}`;
const { apiHandler, json } = await import('../../../functions/middleware/api.ts');

let answered = 0;
const handler = apiHandler(async () => {
  answered += 1;
  return json(200, {});
});
const ask = (headers: Record<string, string>) =>
  handler(
    { headers, routeKey: 'GET /polls', requestContext: { requestId: 'r1' } } as unknown as ApiEvent,
    {} as Context,
  );

test('what came through CloudFront is answered, with the new key and with the one before', async () => {
  for (const key of ['the-new-key', 'the-old-key']) {
    assert.equal((await ask({ [originKeyHeader]: key })).statusCode, 200, key);
  }
});

test('what went around CloudFront is refused with a problem document, and the handler never runs', async () => {
  answered = 0;
  const refused: Record<string, string>[] = [
    {},
    // Who reads the variable has no key.
    { [originKeyHeader]: hashOf('the-new-key') },
    ...['', ' ', 'another', 'the-new-key the-old-key'].map((key) => ({ [originKeyHeader]: key })),
  ];
  for (const headers of refused) {
    const { statusCode, headers: sent, body } = await ask(headers);
    assert.equal(statusCode, 403, JSON.stringify(headers));
    assert.equal(sent?.['content-type'], 'application/problem+json');
    assert.equal((JSON.parse(body ?? '') as ProblemDocument).type, 'urn:groundswell:problem:not-through-edge');
    assert.doesNotMatch(body ?? '', /the-|[0-9a-f]{64}/);
  }
  assert.equal(answered, 0);
});

type Module = typeof import('../../../functions/middleware/origin-key.ts');

/** Loads the module anew, as an instance would whose variable has this value. */
async function start(t: TestContext, value: string | undefined): Promise<Module> {
  const before = process.env[originKeysVariable];
  t.after(() => {
    process.env[originKeysVariable] = before;
  });
  if (value === undefined) delete process.env[originKeysVariable];
  else process.env[originKeysVariable] = value;
  starts += 1;
  return (await import(`../../../functions/middleware/origin-key.ts?${starts}`)) as Module;
}
let starts = 0;

test('a function whose keys were forgotten doesn’t start, rather than let everybody in', async (t) => {
  await assert.rejects(start(t, undefined), /ORIGIN_KEYS holds no key/);
  await assert.rejects(start(t, '  '), /ORIGIN_KEYS holds no key/);
  await assert.rejects(start(t, 'the-new-key'), /ORIGIN_KEYS holds no key/);
});

test('a laptop, which says that it has none, asks for nothing', async (t) => {
  (await start(t, '')).requireOriginKey({});
});
