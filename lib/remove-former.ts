import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A name that changes with what the file holds, as esbuild makes it; not a file that another synth is writing. */
const hashedName = /-[0-9A-Z]{8}\.[a-z0-9]+$/;

/** Removes from a folder the files of former sources: all with a hash in their name but those of `paths`. */
export function removeFormer(folder: string, paths: readonly string[]): void {
  const current = new Set(paths.map((path) => basename(path)));
  for (const name of readdirSync(folder)) {
    if (hashedName.test(name) && !current.has(name)) rmSync(join(folder, name), { force: true });
  }
}
