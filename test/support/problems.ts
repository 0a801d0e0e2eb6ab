import assert from 'node:assert/strict';
import type { ProblemCode } from '../../contracts/problems.ts';
import { Problem } from '../../domain/problem.ts';

/** The problem that a function throws; fails the test when it throws none or another one. */
export function problemOf(code: ProblemCode, action: () => unknown): Problem {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof Problem, `threw ${String(error)} and no Problem`);
    assert.equal(error.code, code);
    return error;
  }
  assert.fail(`threw nothing where a Problem ${code} was due`);
}
