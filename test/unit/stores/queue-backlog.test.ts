import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { resourceSchemas } from '../../../local/assembly/resources.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { type SqsServer, startSqs } from '../../../local/servers/sqs.ts';
import { backlogMemoryMs, backlogReader } from '../../../stores/queue-backlog.ts';

let server: SqsServer;
let client: SQSClient;
let url: string;
before(async () => {
  server = await startSqs(undefined);
  client = new SQSClient({ endpoint: server.endpoint, ...localCredentials });
  ({ url } = server.createQueue('backlog', resourceSchemas['AWS::SQS::Queue'].parse({})));
});
after(async () => {
  client.destroy();
  await server.stop();
});

test('the backlog is what waits and what is worked on, asked for again only when its memory is over', async () => {
  let time = 1_000;
  const backlog = backlogReader(client, url, () => time);
  const send = () => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a' }));
  assert.equal(await backlog(), 0);
  await send();
  await send();
  await client.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 1 }));
  time += backlogMemoryMs - 1;
  assert.equal(await backlog(), 0, 'from memory');
  time += 1;
  assert.equal(await backlog(), 2);
});

test('requests at once share one call', async (t) => {
  const calls = t.mock.method(client, 'send');
  const backlog = backlogReader(client, url);
  await Promise.all([backlog(), backlog(), backlog()]);
  assert.equal(calls.mock.callCount(), 1);
});

test('a queue that can not be asked leaves the number open, and is asked again later', async () => {
  let time = 1_000;
  const backlog = backlogReader(client, url.replace('backlog', 'late'), () => time);
  assert.equal(await backlog(), undefined);
  server.createQueue('late', resourceSchemas['AWS::SQS::Queue'].parse({}));
  time += backlogMemoryMs;
  assert.equal(await backlog(), 0);
});
