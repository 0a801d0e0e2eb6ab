import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'dist', 'layers');

/** The layers, each a folder of `layers/` with a `package.json` and its lock file. */
export type LayerName = 'sharp';

/** Lambda's machine, whatever this one is: npm fetches a package's binaries for it. */
const target = ['--os=linux', '--cpu=arm64', '--libc=glibc'];

/**
 * The folder of a layer's files, which npm fetches when the lock file is a new one, and checks against its hashes: the
 * same bytes on every machine.
 * @throws Error with npm's own account of what is wrong
 */
export function layerFolder(name: LayerName): string {
  const source = join(root, 'layers', name);
  const hash = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .digest('hex');
  const folder = join(output, `${name}-${hash.slice(0, 12)}`);
  if (!existsSync(folder)) install(source, folder);
  return folder;
}

function install(source: string, folder: string): void {
  mkdirSync(output, { recursive: true });
  const unfinished = mkdtempSync(join(output, 'unfinished-'));
  const packages = join(unfinished, 'nodejs');
  mkdirSync(packages);
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(packages, file));
  const npm = ['ci', ...target, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', npm, {
    cwd: packages,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  // What npm notes for itself tells of this machine's registry.
  for (const note of ['.package-lock.json', '.bin'])
    rmSync(join(packages, 'node_modules', note), { recursive: true, force: true });
  for (const file of ['package.json', 'package-lock.json']) rmSync(join(packages, file));
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    // Another synthesis was first: its files are the same.
    if (!existsSync(folder)) throw error;
  }
}
