import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { bundleFunctions } from '../../lib/bundles.ts';
import { addStage } from '../../lib/stage.ts';
import { appOf } from '../support/app.ts';
import { startBackend } from '../support/backend.ts';
import { testStage } from '../support/configuration.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundswell-assembly-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Synthesizes the app with a change of its code, and starts the laptop on the outcome with no other edit. */
async function startChanged(t: TestContext, change: (construct: IConstruct) => void) {
  const outdir = mkdtempSync(join(folder, 'cdk-'));
  bundleFunctions();
  const app = appOf(outdir);
  addStage(app, testStage('dev'));
  for (const construct of app.node.findAll()) change(construct);
  app.synth();
  const backend = await startBackend({ assemblyFolder: outdir });
  t.after(backend.stop);
  return backend;
}

test('a route that the CDK code names differently is served under its new name', async (t) => {
  const backend = await startChanged(t, (construct) => {
    if (construct instanceof CfnRoute && construct.routeKey === 'GET /polls/{pollId}/ballot') {
      construct.routeKey = 'GET /polls/{pollId}/form';
    }
  });
  const { id } = await backend.workspace.openPoll(everyKind);
  assert.equal((await backend.voter.send('GET', `/polls/${id}/form`)).status, 200);
  assert.equal((await backend.voter.send('GET', `/polls/${id}/ballot`)).status, 404);
});

test('an environment variable that the CDK code changes reaches the function', async (t) => {
  const backend = await startChanged(t, (construct) => {
    if (construct instanceof CfnFunction && construct.node.path.includes('/getResults/')) {
      construct.addPropertyOverride('Environment.Variables.TALLIES_TABLE', 'there-is-no-such-table');
    }
  });
  const { id } = await backend.workspace.openPoll(everyKind);
  const broken = await backend.voter.send('GET', `/polls/${id}/results`);
  assert.equal(broken.status, 500);
  assert.equal(JSON.stringify(broken.body).includes('no-such-table'), false, 'the cause stays in the log');
});

test('without the event source in the CDK code, responses wait in their queue', async (t) => {
  const backend = await startChanged(t, (construct) => {
    if (construct instanceof CfnEventSourceMapping && construct.node.path.includes('/recordResponses/')) {
      construct.node.scope?.node.tryRemoveChild(construct.node.id);
    }
  });
  const { id } = await backend.workspace.openPoll(everyKind);
  await backend.voter.respond(id, { drink: 'tea' });
  await until(
    async () => Object.entries(backend.runtime.queueDepths()),
    (depths) => depths.some(([queue, depth]) => queue.includes('AcceptedQueue') && depth === 1),
  );
  assert.equal((await backend.voter.results(id)).responses, 0);
});

test('a throttle of the CDK code is enforced with 429 and a time to come back', async (t) => {
  const backend = await startChanged(t, (construct) => {
    if (construct instanceof CfnStage) {
      construct.addPropertyOverride('RouteSettings.GET /polls/{pollId}/ballot', {
        ThrottlingRateLimit: 1,
        ThrottlingBurstLimit: 2,
      });
    }
  });
  const { id } = await backend.workspace.openPoll(everyKind);
  const answers = [];
  for (let request = 0; request < 3; request += 1) {
    answers.push(await backend.voter.send('GET', `/polls/${id}/ballot`));
  }
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [200, 200, 429],
  );
  assert.equal(answers[2]?.headers.get('retry-after'), '1');
});
