import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { startChanged } from '../support/changed-backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

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
