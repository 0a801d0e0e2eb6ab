import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsCall } from './aws-call.ts';
import { inOneRegion } from './one-region.ts';
import type { Role } from './policy.ts';

/** A line of a log of calls. */
export interface RecordedCall extends AwsCall {
  /** The role's logical id. */
  readonly role: string;
  readonly allowed: boolean;
}

/**
 * Writes down which calls were made in which role, each once, as many programs may at once into the same folder: as if
 * all were made in one region and at one time, so that the calls of several runs can be held against the policies of
 * one.
 */
export class CallLog {
  readonly #folder: string;
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#file = join(folder, `${randomUUID()}.jsonl`);
  }

  record(role: Role, call: AwsCall, allowed: boolean): void {
    const recorded: RecordedCall = { role: role.id, allowed, ...call };
    // At once: programs may end at any moment.
    appendFileSync(this.#file, inOneRegion(`${JSON.stringify(recorded)}\n`, role.region));
  }

  /** Writes down what roles of an assembly may do, unless another program did. */
  writeRoles(assembly: string, roles: readonly Role[]): void {
    const file = join(this.#folder, `${assembly}.roles.json`);
    if (existsSync(file)) return;
    const unfinished = `${file}.${process.pid}`;
    const regions = [...new Set(roles.map(({ region }) => region))];
    const text = regions.reduce((written, region) => inOneRegion(written, region), JSON.stringify(roles));
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  }
}
