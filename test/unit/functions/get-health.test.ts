import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { originKeysVariable } from '../../../contracts/edge.ts';
import { functions } from '../../../contracts/functions.ts';
import type { HealthReport } from '../../../contracts/health.ts';

for (const variable of functions.getHealth.environment) process.env[variable] = 'x';
Object.assign(process.env, {
  [originKeysVariable]: createHash('sha256').update('a-key').digest('hex'),
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  // Nothing listens there.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
});
const { handler } = await import('../../../functions/health/get-health.ts');

test('Route 53, which has no key, is told that a region fails whose services are out of reach', async () => {
  const { statusCode, headers, body } = await handler();
  assert.equal(statusCode, 503);
  assert.equal(headers?.['cache-control'], 'no-store');
  const { status, checks } = JSON.parse(body ?? '') as HealthReport;
  assert.deepEqual(
    { status, checks },
    {
      status: 'failing',
      checks: { table: 'failed', queue: 'failed', stream: 'failed' },
    },
  );
});
