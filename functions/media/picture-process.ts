import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Rendering } from '../../domain/media/process-upload.ts';

/** How long a picture may take, in milliseconds; the largest that are taken need a small part of it. */
const mostTime = 75_000;

export interface PictureProcessProps {
  /** The program that renders one picture. */
  readonly program: string;
  /** Milliseconds. @default 75 seconds */
  readonly mostTime?: number;
}

/** The program that stands beside a function's bundle. */
export function programBeside(bundle: string): string {
  return fileURLToPath(new URL('./program.mjs', bundle));
}

/**
 * Renders a picture in a process of its own, which has nothing of the function's environment, its credentials above
 * all.
 * @returns `too-costly` for a picture that took too long, or that the process died of
 * @throws Error when the process can't work at all
 */
export async function renderInProcess(bytes: Uint8Array, props: PictureProcessProps): Promise<Rendering> {
  const { NODE_PATH } = process.env;
  const child = fork(props.program, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    // Where a layer's packages are found.
    env: NODE_PATH === undefined ? {} : { NODE_PATH },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), props.mostTime ?? mostTime);
  try {
    return await answerOf(child, bytes);
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

function answerOf(child: ChildProcess, bytes: Uint8Array): Promise<Rendering> {
  let isReady = false;
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('message', (message: 'ready' | Rendering) => {
      if (message !== 'ready') return resolve(message);
      isReady = true;
      // One that died meanwhile tells so by its exit.
      child.send(bytes, () => {});
    });
    child.on('exit', (code, signal) => {
      if (isReady) resolve({ refused: 'too-costly' });
      else reject(new Error(`The picture program could not start: ${signal ?? code}`));
    });
  });
}
