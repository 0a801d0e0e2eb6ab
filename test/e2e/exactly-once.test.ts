import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FunctionName } from '../../contracts/functions.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

/** How often a worker is killed. */
const kills = 5;

/** Sends responses of one device after the other, eight at a time, each three times over. @returns how many devices */
async function vote(pollId: string, isEnough: () => boolean): Promise<number> {
  let voters = 0;
  const sender = async () => {
    while (!isEnough()) {
      const voter = voters++;
      const token = await backend.voter.voterToken(pollId);
      for (let copy = 0; copy < 3; copy += 1) {
        const answer = await backend.voter.respond(pollId, { drink: voter % 3 === 0 ? 'tea' : 'coffee' }, token);
        assert.equal(answer.status, 202);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return voters;
}

for (const worker of ['recordResponses', 'tallyResponses'] satisfies FunctionName[]) {
  test(`killing ${worker} again and again in the middle of its work loses nothing and counts nothing twice`, async () => {
    const { id } = await backend.workspace.openPoll(everyKind);
    let killed = 0;
    const voting = vote(id, () => killed >= kills);
    while (killed < kills) {
      const seen = await backend.voter.results(id);
      await backend.runtime.kill(worker);
      // The next kill waits until the worker has got somewhere.
      await until(
        () => backend.voter.results(id),
        ({ responses }) => responses > seen.responses,
      );
      killed += 1;
    }
    const voters = await voting;
    const results = await until(
      () => backend.voter.results(id),
      ({ responses }) => responses >= voters,
    );
    await until(
      async () => Object.entries(backend.runtime.queueDepths('Accepted')),
      (depths) => depths.every(([, depth]) => depth === 0),
    );
    const settled = await backend.voter.results(id);
    const tea = Math.ceil(voters / 3);
    assert.equal(results.responses, voters);
    assert.equal(settled.responses, voters);
    assert.deepEqual(settled.questions.drink, {
      kind: 'single',
      respondents: voters,
      skips: 0,
      counts: { tea, coffee: voters - tea, constructor: 0 },
    });
  });
}
