import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HealthReport } from '../../contracts/health.ts';
import type { Region } from '../../local/regions/region.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { queueClient } from '../../stores/clients.ts';
import { RegionProbes } from '../../stores/health-probes.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend({ regions: 2 });
});
after(() => backend.stop());

/** What a region says of itself just now, and not from memory. */
async function healthOf(region: Region) {
  await region.kill('getHealth');
  return new ApiClient(region.url).send<HealthReport>('GET', '/health');
}

const isInService = ({ body }: { body: HealthReport }) => body.status === 'in-service';

/** The tables and the queue that a region's health check asks. */
function probesOf(region: Region) {
  const environment = region.environmentOf('getHealth');
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB, ...localCredentials }),
  );
  const { POLLS_TABLE = '', RESPONSES_TABLE = '', TALLIES_TABLE = '', RESPONSES_QUEUE_URL = '' } = environment;
  const probes = new RegionProbes({
    region: region.name,
    client,
    pollsTable: POLLS_TABLE,
    responsesTable: RESPONSES_TABLE,
    talliesTable: TALLIES_TABLE,
    queues: queueClient(),
    queueUrl: RESPONSES_QUEUE_URL,
  });
  return { client, probes, POLLS_TABLE };
}

test('every region is in service, and its own heartbeat comes through its stream', async () => {
  const { signal } = new AbortController();
  for (const region of backend.runtime.regions) {
    const { status, body, headers } = await healthOf(region);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(headers.get('cache-control'), 'public, max-age=5');
    const { probes } = probesOf(region);
    const last = await probes.lastHeartbeat(signal);
    assert.ok(last);
    await until(
      () => probes.foldedHeartbeats(signal),
      (folded) => folded !== last.foldedBefore,
    );
  }
});

test('a region is taken out from another one, and put back', async () => {
  const [home, away] = backend.runtime.regions;
  assert.ok(home && away);
  const { client, POLLS_TABLE } = probesOf(home);
  // The item of docs/operations/failover.md.
  const Key = { pk: `REGION#${away.name}`, sk: 'SWITCH' };
  await client.send(new PutCommand({ TableName: POLLS_TABLE, Item: { ...Key, out: true } }));
  const out = await until(
    () => healthOf(away),
    ({ body }) => body.status === 'taken-out',
  );
  assert.equal(out.status, 503);
  assert.equal((await healthOf(home)).status, 200);
  await client.send(new DeleteCommand({ TableName: POLLS_TABLE, Key }));
  await until(() => healthOf(away), isInService);
});

test('a region whose stream stands still is not in service, and is again once the stream moves', async () => {
  const [home] = backend.runtime.regions;
  assert.ok(home);
  const { signal } = new AbortController();
  const { probes } = probesOf(home);
  await until(() => healthOf(home), isInService);
  await home.disableEventSources();
  const heartbeat = { at: Date.now() - 60_000, foldedBefore: await probes.foldedHeartbeats(signal) };
  await probes.makeHeartbeat(heartbeat, await probes.lastHeartbeat(signal), signal);
  const behind = await healthOf(home);
  assert.deepEqual([behind.status, behind.body.status, behind.body.checks.stream], [503, 'failing', 'behind']);
  home.enableEventSources();
  await until(() => healthOf(home), isInService);
});
