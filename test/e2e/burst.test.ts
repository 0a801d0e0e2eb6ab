import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Backend } from '../support/backend.ts';
import { startChanged } from '../support/changed-backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

/** What the workers take before they are held up, and how many times as much comes then. */
const taken = 40;
const times = 10;
/** Votes that the route lets through at once: more than were taken, and less than come. */
const burstLimit = 300;

const waiting = ({ runtime }: Backend, queue: string) =>
  Object.entries(runtime.queueDepths()).find(([name]) => name.includes(queue))?.[1];

/** The ages of results that `tallyResponses` has told CloudWatch, line by line. */
function toldAges({ folder }: Backend): number[][] {
  const logs = join(folder, 'logs');
  const file = readdirSync(logs).find((name) => name.includes('tallyResponses')) ?? '';
  return readFileSync(join(logs, file), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => (JSON.parse(line) as { ResultsAge: number[] }).ResultsAge);
}

test('ten times what the workers took is accepted up to the throttle, waits in sight of all, and counts whole', async (t) => {
  const backend = await startChanged(t, (construct) => {
    if (!(construct instanceof CfnStage)) return;
    const throttle = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: burstLimit };
    construct.addPropertyOverride('RouteSettings.POST /polls/{pollId}/responses', throttle);
  });
  const [region] = backend.runtime.regions;
  assert.ok(region);
  const { id } = await backend.workspace.openPoll(everyKind);
  const vote = () => backend.voter.respond(id, { drink: 'tea' });
  const results = () => backend.voter.results(id);

  await Promise.all(Array.from({ length: taken }, vote));
  const before = await until(results, ({ responses, pending }) => responses === taken && pending === 0);
  const linesBefore = toldAges(backend).length;
  await region.disableEventSources();

  const answers = await Promise.all(Array.from({ length: times * taken }, vote));
  const answeredAt = Date.now();
  const accepted = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status === 429);
  assert.equal(accepted.length + refused.length, answers.length);
  assert.ok(accepted.length >= burstLimit - taken && refused.length > 0, `${accepted.length} accepted`);
  for (const { headers } of refused) assert.equal(headers.get('retry-after'), '1');
  assert.equal(waiting(backend, 'AcceptedQueue'), accepted.length, 'what is accepted waits, all of it');
  const [first] = accepted;
  assert.ok(first);
  assert.equal(await backend.voter.status(id, first.body.responseId), 'pending');

  const held = await until(results, ({ pending }) => pending === accepted.length);
  assert.deepEqual([held.responses, held.asOf], [taken, before.asOf], 'results stand still, and say so');
  // Whoever was refused comes back when told so, and is let in.
  const late = await until(
    async () => {
      await pause(1_000 * Number(refused[0]?.headers.get('retry-after')));
      return vote();
    },
    ({ status }) => status === 202,
  );
  assert.ok(late.body.responseId);

  const enabledAt = Date.now();
  region.enableEventSources();
  const everyone = taken + accepted.length + 1;
  const after = await until(results, ({ responses, pending }) => responses >= everyone && pending === 0);
  assert.equal(after.responses, everyone);
  assert.ok(String(after.asOf) > String(before.asOf));
  assert.deepEqual([waiting(backend, 'AcceptedQueue'), waiting(backend, 'AcceptedDeadLetters')], [0, 0]);
  const ages = await until(
    async () => toldAges(backend).slice(linesBefore).flat(),
    (seen) => seen.length > 0,
  );
  // The one who came back is the youngest; all others had been answered before.
  const young = ages.filter((age) => age < enabledAt - answeredAt);
  assert.ok(young.length <= 1, `ages ${young}`);
});
