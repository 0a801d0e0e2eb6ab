import { join } from 'node:path';
import { loadConfiguration } from '../../../lib/configuration/load.ts';
import { configurationOf } from '../../../lib/configuration/stage.ts';
import { assemblyOf } from '../../../local/assemblies.ts';
import { readAssembly } from '../../../local/assembly/assembly.ts';
import { startRuntime } from '../../../local/runtime.ts';
import { seedKey, seedPoll } from '../../../local/seed.ts';
import { temporaryFolder } from '../../../local/temporary-folder.ts';
import { readVoterSecret } from '../../voter-secret.ts';
import { designOf } from '../design.ts';
import { agrees, type Comparison, compare, tolerance } from './compare.ts';
import { measure } from './measure.ts';
import { laptopSettings, predict } from './predict.ts';
import { capacity, laptopBatches, shapes } from './shapes.ts';

const stage = 'dev';
/** Votes before the first shape, so that nothing is cold. */
const warmUp = { name: 'warm-up', what: '', seconds: 3, rate: () => 10 };

/**
 * Runs three shapes on the laptop with the limits of `laptopBatches` and compares with what the model says of them.
 * @returns whether all lie within the tolerance
 */
export async function check(told: (step: string) => void, print: (line: string) => void): Promise<boolean> {
  told('starting the laptop');
  const design = designOf(
    configurationOf(stage, await loadConfiguration(), 1),
    readAssembly(await assemblyOf(stage, 1)),
  );
  const settings = laptopSettings(design);
  const folder = temporaryFolder('simulate');
  const runtime = await startRuntime({
    port: 0,
    stage,
    workFolder: folder.path,
    limits: { batches: { recordResponses: laptopBatches } },
  });
  let isGood = true;
  try {
    const secret = await readVoterSecret(runtime);
    const key = await seedKey(runtime);
    const { atOnce, size, ms } = laptopBatches;
    print(`The laptop records ${atOnce} batches of ${size} at once, ${ms} ms each: ${capacity} votes a second.`);
    const laptop = { runtime, logFolder: join(folder.path, 'logs'), secret };
    await measure({ ...laptop, pollId: await seedPoll(runtime.apiUrl, key), shape: warmUp });
    for (const shape of shapes) {
      told(`running ${shape.name}: ${shape.what}`);
      const measured = await measure({ ...laptop, pollId: await seedPoll(runtime.apiUrl, key), shape });
      const comparisons = compare(predict(settings, measured), measured);
      isGood &&= agrees(comparisons);
      for (const line of linesOf(shape.name, shape.what, comparisons)) print(line);
    }
    const limit = `${tolerance * 100} %`;
    print(isGood ? `All within ${limit}.` : `Not all within ${limit}.`);
    return isGood;
  } finally {
    await runtime.stop();
    folder.remove();
  }
}

function linesOf(name: string, what: string, comparisons: readonly Comparison[]): string[] {
  const words = (value: number, unit: Comparison['unit']) =>
    `${value.toFixed(unit === 's' ? 2 : 0)} ${unit}`.padStart(12);
  return [
    '',
    `${name}: ${what}`,
    `  ${''.padEnd(32)}${'predicted'.padStart(12)}${'measured'.padStart(12)}  difference`,
    ...comparisons.map(({ what: figure, unit, predicted, measured, difference }) => {
      const share = `${difference >= 0 ? '+' : ''}${(difference * 100).toFixed(1)} %`;
      return `  ${figure.padEnd(32)}${words(predicted, unit)}${words(measured, unit)}  ${share.padStart(10)}`;
    }),
  ];
}
