import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The additions in `emulator/` patch this version; look at each of them before raising it. */
const moto = 'moto[server]==5.2.5';

/** The emulator can't be had on this machine; the message says in a sentence what is missing. */
export class NoEmulator extends Error {}

/**
 * Makes a Python environment with moto's server, unless it is there.
 * @returns the path of its Python
 * @throws NoEmulator
 */
export function installEmulator(folder: string, python = 'python3'): string {
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  const own = join(folder, bin, 'python');
  if (existsSync(own) && has(own)) return own;
  console.log(`Installing ${moto} from PyPI into ${folder}`);
  run(
    python,
    ['-m', 'venv', folder],
    `The rehearsal needs Python 3.10 or newer with venv, and "${python}" can't do it`,
  );
  run(
    own,
    ['-m', 'pip', 'install', '--quiet', moto],
    `The rehearsal needs ${moto} from PyPI, and pip can't install it`,
  );
  return own;
}

function has(python: string): boolean {
  const wanted = moto.split('==')[1];
  const check = `import importlib.metadata as m; assert m.version("moto") == "${wanted}"; import flask`;
  return spawnSync(python, ['-c', check], { stdio: 'ignore' }).status === 0;
}

function run(command: string, args: readonly string[], sentence: string): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new NoEmulator(`${sentence}: ${reason}`);
}
