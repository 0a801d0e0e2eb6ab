import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Region } from '../../local/regions/region.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let region: Region;
let sqs: SQSClient;
before(async () => {
  backend = await startBackend();
  const [home] = backend.runtime.regions;
  assert.ok(home);
  region = home;
  sqs = new SQSClient({ endpoint: home.servers.sqs.endpoint, ...localCredentials });
});
after(async () => {
  sqs?.destroy();
  await backend?.stop();
});

async function dlq(...words: readonly string[]) {
  const command = spawn(process.execPath, ['tools/dlq/dlq.ts', ...words, '--laptop', backend.runtime.apiUrl]);
  const status = new Promise<number | null>((resolve) => command.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(command.stdout), text(command.stderr)]);
  return { stdout: stdout.trim(), stderr: stderr.trim(), status: await status };
}

const name = 'ResponsesServiceAccepted';

function urlOf(part: string): string {
  const url = region.stores.queues.find(({ logicalId }) => logicalId.startsWith(name + part))?.url;
  assert.ok(url);
  return url;
}

/** What the command says of the queue's number of messages. */
async function listed(): Promise<number> {
  const { stdout, status } = await dlq('list');
  assert.equal(status, 0);
  const line = stdout.split('\n').find((row) => row.startsWith(`${name} `)) ?? '';
  assert.match(line, /a queue$/);
  return Number(line.split(/ +/)[1]);
}

test('a dead letter is listed, shown without what it says, and counts once it is put back', async () => {
  const poll = await backend.workspace.openPoll(everyKind);
  await region.disableEventSources();
  const voterToken = await backend.voter.voterToken(poll.id);
  assert.equal((await backend.voter.respond(poll.id, { drink: 'tea' }, voterToken)).status, 202);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: urlOf('Queue') }));
  assert.ok(Messages?.[0]);
  const [{ Body, ReceiptHandle }] = Messages;
  await sqs.send(new SendMessageCommand({ QueueUrl: urlOf('DeadLetters'), MessageBody: Body }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: urlOf('Queue'), ReceiptHandle }));
  region.enableEventSources();

  assert.equal(await listed(), 1);
  const shown = await dlq('show', name, '--bodies');
  assert.match(shown.stdout, /received 1 times.*\n.*"tea"/);

  const moved = await dlq('redrive', name);
  assert.equal(moved.stdout, 'Put back 1 message.');
  assert.equal(moved.status, 0);
  await until(
    () => backend.voter.results(poll.id),
    ({ responses }) => responses === 1,
  );
  assert.equal(await listed(), 0);
});

test('a message that nobody can read says why, hides its body, and is dropped by its id', async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl: urlOf('Queue'), MessageBody: 'planted marker' }));
  await until(listed, (messages) => messages === 1);
  const shown = await dlq('show', name);
  assert.match(shown.stdout, /reason=not JSON/);
  assert.doesNotMatch(shown.stdout, /planted marker/);
  const [id = ''] = shown.stdout.split(' ');
  const dropped = await dlq('drop', name, '--id', id);
  assert.equal(dropped.stdout, 'Dropped 1.');
  assert.equal(await listed(), 0);
});

test('what a stream gave up is not moved, and wrong usage is told', async () => {
  const moved = await dlq('redrive', 'ResultsServiceTallying');
  assert.equal(moved.status, 1);
  assert.match(moved.stderr, /runbook/);
  for (const words of [
    ['show', 'Nothing'],
    ['drop', name],
    ['drop', name, '--all', '--id', 'x'],
    ['repair', name],
    ['list', '--huh'],
  ]) {
    assert.equal((await dlq(...words)).status, 2, words.join(' '));
  }
});
