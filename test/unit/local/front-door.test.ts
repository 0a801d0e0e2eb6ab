import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { nearestRegionHeader, servedByHeader, startFrontDoor } from '../../../local/front-door/front-door.ts';
import { LaptopMetrics } from '../../../local/metrics/laptop-metrics.ts';
import type { Region } from '../../../local/regions/region.ts';
import type { FakeSes } from '../../../local/servers/fake-ses.ts';

/** A region that answers with nothing while it runs, and cuts its clients off when it doesn't. */
function region(name: string, downMs: number): Region {
  const isRunning = downMs === 0;
  const serve = (_: unknown, response: ServerResponse) => (isRunning ? response.end() : response.destroy());
  return { name, isRunning, downMs, serve } as unknown as Region;
}

test('clients come to a lost region until health checks can have noticed, and to another one from then on', async (t) => {
  const signIn = { endpoint: 'http://localhost:1', issuer: '', clientId: '', stop: () => Promise.resolve() };
  const media = { endpoint: '', bucket: '' };
  const watching = { metrics: new LaptopMetrics(), traces: undefined };
  const shared = { media, ses: {} as FakeSes, signIn, ...watching, failoverMs: 5_000 };
  for (const [downMs, isCutOff] of [
    [1, true],
    [5_001, false],
  ] as const) {
    const door = await startFrontDoor([region('lost', downMs), region('well', 0)], shared, 0);
    t.after(() => door.stop());
    const asked = fetch(`${door.url}/polls/p/ballot`, { headers: { [nearestRegionHeader]: 'lost' } });
    if (isCutOff) await assert.rejects(asked);
    else assert.equal((await asked).headers.get(servedByHeader), 'well');
  }
});
