import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tableName } from '../../contracts/names.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

const size = 2;
const ms = 400;
const votes = 6;

let backend: Backend;
before(async () => {
  backend = await startBackend({
    limits: {
      batches: { recordResponses: { atOnce: 1, size, ms } },
      writesPerSecond: { [tableName('dev', 'responses')]: 4 },
    },
  });
});
after(() => backend.stop());

test('with the limits of AWS switched on, a burst is recorded as slowly as they say, and whole', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  const answers = await Promise.all(Array.from({ length: votes }, () => backend.voter.respond(id, { drink: 'tea' })));
  const acceptedAt = performance.now();
  assert.ok(answers.every(({ status }) => status === 202));
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === votes,
  );
  // Two a batch, one batch at once: all but the last have had their whole time.
  const took = performance.now() - acceptedAt;
  const least = (votes / size - 1) * ms - ms;
  assert.ok(took >= least, `${took} ms, and not ${least}`);
});
