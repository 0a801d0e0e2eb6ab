import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Faults } from '../../../local/chaos/faults.ts';
import { FunctionError, FunctionPool, type LocalFunction } from '../../../local/lambda/function-pool.ts';

/** For tests of more than one event: a pool that mislays an instance would let the next event wait for ever. */
export const inTime = { timeout: 10_000 };

/** A pool of a test's own for the code of a bundle; it ends with the test. */
export function poolOf(
  t: TestContext,
  code: string,
  { mostInstances = 1, faults, ...changes }: Partial<LocalFunction> & { mostInstances?: number; faults?: Faults } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-unit-pool-'));
  const file = join(folder, 'index.mjs');
  writeFileSync(file, code);
  const logFile = join(folder, 'function.log');
  const definition: LocalFunction = {
    name: 'tested',
    arn: 'arn:of:tested',
    handler: 'handler',
    bundle: pathToFileURL(file).href,
    timeoutSeconds: 30,
    environment: {},
    ...changes,
  };
  const pool = new FunctionPool(definition, { mostInstances, logFile, faults });
  t.after(async () => {
    await pool.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { pool, folder, readLog: async () => readFileSync(logFile, 'utf8') };
}

/** Fails the test unless the promise is rejected with a FunctionError of this type and message. */
export async function rejectsAs(errorType: string, message: string | RegExp, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof FunctionError, `rejected with ${String(error)}`);
    assert.equal(error.errorType, errorType);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
}
