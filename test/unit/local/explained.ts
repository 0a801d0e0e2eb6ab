import assert from 'node:assert/strict';
import { ExplainedError } from '../../../local/explained-error.ts';

/** Fails the test unless the function throws an ExplainedError whose sentence names all of these. */
export function throwsExplained(action: () => unknown, ...names: string[]): void {
  assert.throws(action, (error) => {
    assert.ok(error instanceof ExplainedError, `threw ${String(error)} and no ExplainedError`);
    for (const name of names) assert.ok(error.message.includes(name), `"${error.message}" does not name ${name}`);
    return true;
  });
}
