import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { logger } from '../../../functions/middleware/logger.ts';
import { inSpan } from '../../../stores/spans.ts';
import {
  currentTrace,
  currentTraceParent,
  traceOfEvent,
  traceOfItem,
  traceOfRecord,
} from '../../../stores/trace-context.ts';
import { traced } from '../../../stores/traced-client.ts';

// No tracer here, as where traces are off: the correlation id goes everywhere all the same.
const parent = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', isSampled: false };
const inTrace = <T>(act: () => Promise<T>) => inSpan({ name: 'work', parent }, act);

/** A client of SQS, and the bodies of the calls that it has made. */
async function queueClient(t: TestContext) {
  const calls: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    calls.push(JSON.parse(await text(request)));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = traced(
    new SQSClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', credentials, md5: false }),
  );
  t.after(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { client, calls };
}

const QueueUrl = 'http://127.0.0.1/000000000000/accepted';

test('a message has its place in the trace beside its own attributes', async (t) => {
  const { client, calls } = await queueClient(t);
  const reason = { DataType: 'String', StringValue: 'not JSON' };
  await inTrace(() =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageAttributes: { reason } })),
  );
  const traceparent = { DataType: 'String', StringValue: `00-${parent.traceId}-${parent.spanId}-00` };
  assert.deepEqual(calls, [{ QueueUrl, MessageBody: 'a', MessageAttributes: { reason, traceparent } }]);
});

test('what is no message, or belongs to no trace, is sent as it is', async (t) => {
  const { client, calls } = await queueClient(t);
  await inTrace(() => client.send(new GetQueueAttributesCommand({ QueueUrl })));
  await inSpan({ name: 'begins', parent: 'none' }, async () => assert.notEqual(currentTrace(), undefined));
  assert.equal(currentTrace(), undefined);
  assert.deepEqual(calls, [{ QueueUrl }]);
});

test('work at the same time keeps its traces apart, and errors pass through', async () => {
  const seen = await Promise.all(
    ['1', '2'].map((digit) =>
      inSpan({ name: 'work', parent: { ...parent, traceId: digit.repeat(32) } }, async () => {
        await new Promise(setImmediate);
        return currentTrace()?.traceId;
      }),
    ),
  );
  assert.deepEqual(seen, ['1'.repeat(32), '2'.repeat(32)]);
  await assert.rejects(
    inTrace(async () => {
      throw new RangeError('too far');
    }),
    RangeError,
  );
});

test('an item says where it was written, to its stream’s readers, once', async () => {
  const { o = '' } = await inTrace(async () => traceOfItem());
  const image = { o: { S: o } };
  assert.deepEqual(traceOfRecord({ dynamodb: { NewImage: image } }), parent);
  assert.deepEqual(traceOfRecord({ dynamodb: { OldImage: { o: { S: 'another' } }, NewImage: image } }), parent);
  // A write that belongs to no trace leaves the attribute as it was.
  assert.equal(traceOfRecord({ dynamodb: { OldImage: image, NewImage: image } }), undefined);
  assert.equal(traceOfRecord({ dynamodb: { OldImage: image } }), undefined);
  assert.equal(traceOfRecord({ dynamodb: { NewImage: { o: { S: 'nonsense' } } } }), undefined);
  assert.deepEqual([traceOfItem(), traceOfEvent(), currentTraceParent()], [{}, {}, undefined]);
});

test('a line of the log has the id of the trace that it is about', async (t) => {
  const lines: string[] = [];
  t.mock.method(console, 'error', (line: string) => lines.push(line));
  // Powertools has a console of its own unless it is told that this is for development.
  const own = (logger as unknown as { console?: Console }).console;
  if (own && own !== console) t.mock.method(own, 'error', (line: string) => lines.push(line));
  await inTrace(async () => logger.error('It failed', { event: 'request.failed' }));
  logger.error('Nobody asked');
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    told.map(({ level, message, event, traceId }) => ({ level, message, event, traceId })),
    [
      { level: 'ERROR', message: 'It failed', event: 'request.failed', traceId: parent.traceId },
      { level: 'ERROR', message: 'Nobody asked', event: undefined, traceId: undefined },
    ],
  );
});
