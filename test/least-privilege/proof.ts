import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { callsVariable } from '../support/calls-folder.ts';
import { grantsOf, isNeeded, nameOf, reasonFor } from './grants.ts';
import { type Recorded, readRecorded } from './recorded.ts';

/** Runs after all other tests, on what they have written down; see `test/run.ts` and ADR 45. */
let recorded: Recorded;
before(async () => {
  recorded = await readRecorded(process.env[callsVariable] ?? '');
  assert.ok(recorded.roles.length > 0 && recorded.calls.length > 0, 'Nobody wrote down a call');
});

test('every call that was made in a role is one that its policies allow', () => {
  const denied = recorded.calls.filter(({ allowed }) => !allowed);
  assert.deepEqual(denied, []);
});

test('without any one grant some call of the tests would be denied, or a sentence next to it says why not', async () => {
  const unneeded: string[] = [];
  for (const role of recorded.roles) {
    for (const grant of grantsOf(role)) {
      if (reasonFor(role, grant) !== undefined) continue;
      if (!(await isNeeded(role, grant, recorded.calls))) unneeded.push(nameOf(grant));
    }
  }
  const help =
    'No call of the tests needs these grants. For each: take it away, or write a test that needs it, or say why none does, with allowUntried or untried of its ServiceFunction:';
  assert.ok(unneeded.length === 0, [help, ...unneeded].join('\n'));
});

test('every sentence on why a grant is not tried belongs to one', () => {
  const idle = recorded.roles.flatMap((role) => {
    const grants = grantsOf(role);
    return role.untried
      .filter((sentence) => !grants.some((grant) => reasonFor({ untried: [sentence] }, grant)))
      .map(({ actions, reason }) => `${role.id}: ${actions} — ${reason}`);
  });
  assert.deepEqual(idle, []);
});
