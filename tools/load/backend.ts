import { startRuntime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { temporaryFolder } from '../../local/temporary-folder.ts';

/** What a load is put on. */
export interface LoadTarget {
  readonly url: string;
  readonly key: string;
  stop(): Promise<void>;
}

/** Starts a backend on this machine, for one run. */
export async function startTarget(onStep: (step: string) => void): Promise<LoadTarget> {
  const folder = temporaryFolder('load');
  const runtime = await startRuntime({ port: 0, workFolder: folder.path, onStep });
  return {
    url: runtime.apiUrl,
    key: await seedKey(runtime),
    async stop() {
      await runtime.stop();
      folder.remove();
    },
  };
}
