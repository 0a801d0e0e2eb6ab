import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { PollResults } from '../../../contracts/results.ts';
import { PollClient } from '../../../web/client/client.ts';
import { type FakeLiveApi, startFakeLiveApi } from '../../support/fake-live-api.ts';
import { until } from '../../support/until.ts';

const at = (second: number, responses: number, state: PollResults['state'] = 'open'): PollResults => ({
  pollId: 'p',
  state,
  asOf: new Date(Date.UTC(2027, 0, 1, 0, 0, second)).toISOString(),
  responses,
  questions: {},
});

let api: FakeLiveApi;
let client: PollClient;
let shown: PollResults[];
let ways: string[];
beforeEach(async () => {
  api = await startFakeLiveApi(at(1, 1));
  client = new PollClient({ api: api.url, poll: 'p' });
  shown = [];
  ways = [];
});
afterEach(async () => {
  client.close();
  await api.stop();
});

const watch = () =>
  client.watchResults({ results: (results) => shown.push(results), connection: (way) => ways.push(way) });
const seen = (what: string) => api.seen.filter((one) => one === what).length;
const counts = async () => shown.map(({ responses }) => responses);

test('a snapshot comes first, then events; what is older is dropped', async () => {
  watch();
  await until(
    async () => ways.at(-1),
    (way) => way === 'live',
  );
  assert.equal(shown[0]?.responses, 1);
  api.publish(at(3, 3));
  api.publish(at(2, 2));
  api.publish(at(4, 4));
  await until(counts, (all) => all.includes(4));
  assert.deepEqual((await counts()).slice(-2), [3, 4]);
});

test('once the subscription stands, a snapshot shows what came before it', async (context) => {
  // No timer fires, so it can't be the next look of a client that polls.
  context.mock.timers.enable({ apis: ['setTimeout'] });
  watch();
  const end = Date.now() + 10_000;
  const looks = () => api.seen.slice(api.seen.indexOf('subscribed') + 1);
  while (!looks().includes('not-modified') && Date.now() < end) await new Promise(setImmediate);
  assert.deepEqual(looks(), ['not-modified']);
});

test('a connection that broke comes back, and misses nothing meanwhile', async () => {
  watch();
  await until(
    async () => ways.at(-1),
    (way) => way === 'live',
  );
  api.results = at(9, 9);
  api.drop();
  await until(counts, (all) => all.at(-1) === 9);
  await until(
    async () => seen('subscribed'),
    (count) => count === 2,
  );
});

test('a connection without a sign of life is given up', async () => {
  api.silenceMs = 100;
  watch();
  await until(
    async () => seen('subscribed'),
    (count) => count >= 2,
  );
});

test('without a live channel it polls, and asks for changes only', async () => {
  api.liveStatus = 404;
  watch();
  await until(
    async () => seen('not-modified'),
    (count) => count >= 1,
  );
  assert.deepEqual(await counts(), [1]);
  api.results = at(5, 5);
  await until(counts, (all) => all.at(-1) === 5);
  assert.equal(seen('live'), 1, 'it goes on asking for what is not there');
  assert.deepEqual(ways, ['polling']);
});

test('a closed poll stays closed, whatever a late event says', async () => {
  api.results = at(1, 1, 'closed');
  watch();
  await until(
    async () => ways.at(-1),
    (way) => way === 'live',
  );
  api.publish(at(2, 2, 'open'));
  await until(counts, (all) => all.at(-1) === 2);
  assert.equal(shown.at(-1)?.state, 'closed');
});
