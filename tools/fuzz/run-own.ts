import fc from 'fast-check';
import type { Judge } from './judge.ts';
import { play, type Stage } from './player.ts';
import { scenarios } from './scenarios.ts';

/** Scenarios that are drawn at once; each draw has a seed of its own. */
const drawn = 200;
const senders = 16;

/** Plays drawn scenarios, several at once, until so many requests went over the wire. */
export async function runOwn(
  stage: Stage,
  judge: Judge,
  { requests, seed }: { requests: number; seed: number },
): Promise<void> {
  const arbitrary = scenarios(stage.operations);
  const start = judge.requests;
  for (let round = 0; judge.requests - start < requests; round += 1) {
    const plans = fc.sample(arbitrary, { seed: seed + round, numRuns: drawn });
    let next = 0;
    const sender = async () => {
      while (next < plans.length && judge.requests - start < requests) {
        const index = next++;
        const plan = plans[index];
        if (plan) await play(stage, plan, round * drawn + index);
      }
    };
    await Promise.all(Array.from({ length: senders }, sender));
  }
}
