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

/** Sends responses of as many devices, eight at a time, each three times over. */
async function vote(pollId: string, voters: number): Promise<void> {
  let next = 0;
  const sender = async () => {
    for (let voter = next++; voter < voters; voter = next++) {
      const token = await backend.voter.voterToken(pollId);
      for (let copy = 0; copy < 3; copy += 1) {
        const answer = await backend.voter.respond(pollId, { drink: voter % 3 === 0 ? 'tea' : 'coffee' }, token);
        assert.equal(answer.status, 202);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
}

for (const worker of ['recordResponses', 'tallyResponses'] satisfies FunctionName[]) {
  test(`killing ${worker} again and again in the middle of its work loses nothing and counts nothing twice`, async () => {
    const voters = 300;
    const { id } = await backend.workspace.openPoll(everyKind);
    const voting = vote(id, voters);
    let kills = 0;
    let isVoting = true;
    void voting.finally(() => {
      isVoting = false;
    });
    while (isVoting) {
      const seen = await backend.voter.results(id);
      await backend.runtime.kill(worker);
      kills += 1;
      // The next kill waits until the worker has got somewhere, or the voting is over.
      await until(
        () => backend.voter.results(id),
        ({ responses }) => responses > seen.responses || !isVoting,
      );
    }
    await voting;
    const results = await until(
      () => backend.voter.results(id),
      ({ responses }) => responses >= voters,
    );
    await until(
      async () => Object.entries(backend.runtime.queueDepths()),
      (depths) => depths.every(([, depth]) => depth === 0),
    );
    const settled = await backend.voter.results(id);
    assert.ok(kills > 2, `only ${kills} kills`);
    assert.equal(results.responses, voters);
    assert.equal(settled.responses, voters);
    assert.deepEqual(settled.questions.drink, {
      kind: 'single',
      respondents: voters,
      skips: 0,
      counts: { tea: voters / 3, coffee: (2 * voters) / 3, constructor: 0 },
    });
  });
}
