import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { ApiClient } from './api.ts';
import { callsVariable } from './calls-folder.ts';

/** A running backend of a test's own, with a way in for its workspace and one for voters. */
export interface Backend {
  readonly runtime: Runtime;
  readonly workspace: ApiClient;
  readonly voter: ApiClient;
  /** Where its logs are. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts it with IAM enforced, as AWS does: stopping it fails where a call was made that no policy allows. */
export async function startBackend(options: Partial<RuntimeOptions> = {}): Promise<Backend> {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-'));
  const runtime = await startRuntime({
    port: 0,
    workFolder: folder,
    enforceIam: true,
    callsFolder: process.env[callsVariable],
    ...options,
  });
  return {
    runtime,
    workspace: new ApiClient(runtime.apiUrl, await seedKey(runtime)),
    voter: new ApiClient(runtime.apiUrl),
    folder,
    async stop() {
      await runtime.stop();
      rmSync(folder, { recursive: true, force: true });
      assert.deepEqual(runtime.denials(), []);
    },
  };
}
