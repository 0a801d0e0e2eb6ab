import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assemblyOf } from '../../local/assemblies.ts';
import type { RecordedCall } from '../../local/iam/call-log.ts';
import type { Role } from '../../local/iam/policy.ts';

/** What a run of all tests has written down: the roles of the stage as it is now, and the calls of all tests. */
export interface Recorded {
  readonly roles: readonly Role[];
  readonly calls: readonly RecordedCall[];
}

/** @param folder where tests wrote down their calls */
export async function readRecorded(folder: string): Promise<Recorded> {
  const assembly = basename(await assemblyOf('dev', 1));
  const roles: readonly Role[] = JSON.parse(readFileSync(join(folder, `${assembly}.roles.json`), 'utf8'));
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '');
  return { roles, calls: [...new Set(lines)].map((line) => JSON.parse(line) as RecordedCall) };
}
