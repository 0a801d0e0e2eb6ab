import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { Meter } from './meter.ts';

/**
 * Counts the calls by which event source mappings read a queue: they are made in the account's name and billed to it
 * (https://aws.amazon.com/premiumsupport/knowledge-center/sqs-high-charges/). The laptop's pollers receive and delete
 * ten messages at a time as Lambda's do; only while nothing comes do they ask more often.
 */
export function countQueueCalls(client: SQSClient, meter: Meter): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const operation = String(context.commandName).replace(/Command$/, '');
      const { Messages } = result.output as { Messages?: readonly Message[] };
      const { MessageBody = '' } = args.input as { MessageBody?: string };
      const isReceive = operation === 'ReceiveMessage';
      if (isReceive && !Messages?.length) meter.receivedNothing();
      else meter.queueCalled(operation, Buffer.byteLength(MessageBody) + receivedBytes(Messages ?? []));
      return result;
    },
    { step: 'initialize', name: 'countQueueCalls' },
  );
}

/** Counts the reads of streams, which are free for triggers. */
export function countStreamReads(client: DynamoDBStreamsClient, meter: Meter): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'GetRecordsCommand') meter.streamRead();
      return next(args);
    },
    { step: 'initialize', name: 'countStreamReads' },
  );
}

function receivedBytes(messages: readonly Message[]): number {
  return messages.reduce(
    (sum, { Body = '', MessageAttributes = {} }) =>
      sum + Buffer.byteLength(Body) + Buffer.byteLength(JSON.stringify(MessageAttributes)),
    0,
  );
}
