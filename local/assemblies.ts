import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesize } from './synthesize.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Whatever an assembly is made of. */
const sources = ['bin', 'contracts', 'domain', 'functions', 'layers', 'lib', 'stores', 'web'];
const settings = ['cdk.json', 'groundswell.config.ts', 'package-lock.json'];
const folder = join(root, '.groundswell', 'assemblies');
/** For how long one that nobody made or took lately is kept, in milliseconds: a running program may stand on it. */
const keptMs = 24 * 3_600_000;

/**
 * The cloud assembly of a stage, synthesized unless there is one of the very same sources, by their names, lengths and
 * times of change. It is shared: nothing may be changed in it.
 * @returns its folder
 * @throws ExplainedError as `synthesize`
 */
export async function assemblyOf(stage: string, regions: number): Promise<string> {
  const name = `${stage}-${regions}-${versionOf([...sources.flatMap(filesBelow), ...settings])}`;
  const made = join(folder, name);
  // Pages are served from where they are bundled to.
  if (existsSync(join(made, 'manifest.json')) && existsSync(join(root, 'dist', 'pages', 'index.html'))) return made;
  removeOld();
  const unfinished = `${made}.${process.pid}`;
  await synthesize(stage, regions, unfinished);
  try {
    renameSync(unfinished, made);
  } catch {
    // Another program was as far at the same moment, with the same outcome.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return made;
}

function filesBelow(part: string): string[] {
  if (!existsSync(join(root, part))) return [];
  return readdirSync(join(root, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
}

function versionOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function removeOld(): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}
