import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FunctionName, functions } from '../../contracts/functions.ts';
import { bundleFunctions, bundleOf } from '../../lib/bundles.ts';

/** What code of others each function is deployed with, by the source maps of its bundles. Sorted. */
export function bundledPackages(): Map<FunctionName, readonly string[]> {
  bundleFunctions();
  const names = (Object.keys(functions) as FunctionName[]).sort();
  return new Map(names.map((name) => [name, packagesIn(bundleOf(name))]));
}

function packagesIn(folder: string): string[] {
  const maps = readdirSync(folder).filter((file) => file.endsWith('.map'));
  const sources = maps.flatMap((map) => {
    const { sources } = JSON.parse(readFileSync(join(folder, map), 'utf8')) as { sources: string[] };
    return sources;
  });
  const names = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}
