import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { SQSClient } from '@aws-sdk/client-sqs';
import { runMoveTask } from '../../../tools/dlq/move-task.ts';

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

/** Speaks SQS's protocol for the two calls; the embedded server has no message move tasks. */
async function fakeMoveTasks(told: readonly object[]) {
  const calls: { action: string; body: unknown }[] = [];
  let looks = 0;
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    calls.push({ action, body: await json(request) });
    const answer = action === 'StartMessageMoveTask' ? { TaskHandle: 'task' } : { Results: [told[looks++]] };
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { calls, client: new SQSClient({ endpoint, region: 'eu-central-1', credentials }) };
}

test('a move names where from and where to, tells how far it is, and ends when SQS says so', async () => {
  const { calls, client } = await fakeMoveTasks([
    {
      TaskHandle: 'task',
      Status: 'RUNNING',
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 7,
    },
    { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 7, ApproximateNumberOfMessagesToMove: 7 },
  ]);
  const steps: number[][] = [];
  const moved = await runMoveTask(client, { from: 'arn:dead', to: 'arn:queue' }, (...step) => steps.push(step), 1);
  client.destroy();
  assert.equal(moved, 7);
  assert.deepEqual(steps, [
    [2, 7],
    [7, 7],
  ]);
  assert.deepEqual(calls[0], {
    action: 'StartMessageMoveTask',
    body: { SourceArn: 'arn:dead', DestinationArn: 'arn:queue' },
  });
});

test('a move that fails says why', async () => {
  const { client } = await fakeMoveTasks([{ Status: 'FAILED', FailureReason: 'AccessDenied' }]);
  await assert.rejects(
    runMoveTask(client, { from: 'a', to: 'b' }, () => {}, 1),
    /AccessDenied/,
  );
  client.destroy();
});
