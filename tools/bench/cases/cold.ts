import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type FunctionName, functions } from '../../../contracts/functions.ts';
import { bars, hotFunctions } from '../bars.ts';
import type { Bench } from '../bench-context.ts';
import { clientsOf } from '../bundles.ts';
import { compared, type Figure, inTurns } from '../figures.ts';

const rounds = { hot: 7, others: 3 };
/** Imports in a run, of which the quickest counts: whatever disturbs an import makes it slower. */
const tries = 2;
const job = fileURLToPath(new URL('../jobs/import.ts', import.meta.url));
const against = 'a handler with the same SDK clients and nothing else, bundled in the same way';

/** The import of each function's bundle in a process of its own, and the bundle's size. */
export async function cold(bench: Bench): Promise<Figure[]> {
  const others = (Object.keys(functions) as FunctionName[]).filter((name) => !hotFunctions.includes(name));
  const figures: Figure[] = [];
  for (const name of [...hotFunctions, ...others]) {
    bench.step(`cold: ${name}`);
    figures.push(...(await coldOf(bench, name)));
  }
  return figures;
}

async function coldOf(bench: Bench, name: FunctionName): Promise<Figure[]> {
  const isHot = hotFunctions.includes(name);
  const bundle = bench.bundle(name);
  const bare = bench.bare(clientsOf(name));
  const quickest = (file: string) => Math.min(...Array.from({ length: tries }, () => importOnce(name, file)));
  const runs = await inTurns(
    isHot ? rounds.hot : rounds.others,
    () => quickest(bundle.file),
    () => quickest(bare.file),
  );
  return [
    compared({ name: `${name}, cold import`, unit: 'ms', runs, against, bar: bars.cold }),
    compared({
      name: `${name}, bundle`,
      unit: 'KB',
      runs: { subject: [bundle.bytes / 1_000], baseline: [bare.bytes / 1_000] },
      against,
      ...(isHot ? { bar: bars.bundle } : {}),
    }),
  ];
}

/** @returns milliseconds */
function importOnce(name: FunctionName, file: string): number {
  const variables = functions[name].environment.map((variable) => [variable, 'https://localhost/bench']);
  const environment = { ...Object.fromEntries(variables), AWS_REGION: 'eu-central-1' };
  // As the functions run on Lambda, with the map of the bundle's sources at hand.
  const words = execFileSync(process.execPath, ['--enable-source-maps', job, file], { env: environment });
  return Number(words);
}
