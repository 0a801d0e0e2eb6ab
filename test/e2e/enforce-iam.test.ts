import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { assemblyOf } from '../../local/assemblies.ts';
import { ExplainedError } from '../../local/explained-error.ts';
import type { Statement } from '../../local/iam/policy.ts';
import { startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: { PolicyDocument?: { Statement: Statement[] } } }>
  >;
}

/** The cloud assembly of a stage without an action in the policies of one function. */
async function without(t: TestContext, functionName: string, action: string): Promise<string> {
  const whole = await assemblyOf('dev', 1);
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-less-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of readdirSync(whole)) {
    if (name.startsWith('asset.')) symlinkSync(resolve(whole, name), join(folder, name));
    else cpSync(join(whole, name), join(folder, name), { recursive: true });
  }
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const template: Template = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type !== 'AWS::IAM::Policy' || !id.includes(`${functionName}Role`) || !Properties.PolicyDocument) continue;
      const { Statement } = Properties.PolicyDocument;
      Properties.PolicyDocument.Statement = Statement.map((statement) => ({
        ...statement,
        Action: [statement.Action].flat().filter((one) => one !== action),
      })).filter((statement) => statement.Action.length > 0);
    }
    writeFileSync(join(folder, name), JSON.stringify(template));
  }
  return folder;
}

test('a call that no policy allows fails as on AWS, and the run says so in AWS’s words', async (t) => {
  const assemblyFolder = await without(t, 'getBallot', 'dynamodb:GetItem');
  const told: string[] = [];
  const backend = await startBackend({
    assemblyFolder,
    callsFolder: undefined,
    onDenied: (message) => void told.push(message),
  });
  const { id } = await backend.workspace.openPoll(everyKind);
  assert.equal((await backend.voter.send('GET', `/polls/${id}/ballot`)).status, 500);
  await assert.rejects(backend.stop(), /assumed-role\/\S+getBallot\S+ is not authorized to perform: dynamodb:GetItem/);
  assert.match(told[0] ?? '', /table\/groundswell-dev-polls because no identity-based policy allows/);
});

test('a source that the function’s role may not read keeps the laptop from starting, as Lambda makes no such mapping', async (t) => {
  const assemblyFolder = await without(t, 'tallyResponses', 'dynamodb:GetRecords');
  await assert.rejects(startBackend({ assemblyFolder, callsFolder: undefined }), (error) => {
    assert.ok(error instanceof ExplainedError, String(error));
    assert.match(error.message, /tallyResponses.* can't be fed by .*doesn't allow dynamodb:GetRecords/);
    return true;
  });
});
