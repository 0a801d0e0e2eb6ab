import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AcceptedResponse, ResponseMessage } from '../contracts/response.ts';
import type { ResponseQueue } from '../domain/responses/response-store.ts';
import { messageBody } from './message-body.ts';

/** The queue between acceptance and recording. */
export class SqsResponseQueue implements ResponseQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(response: AcceptedResponse): Promise<void> {
    const message: ResponseMessage = { v: 1, ...response };
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody: messageBody(message) }));
  }
}

/** Puts a message that nothing can ever be done with where a person will look at it, with the reason. */
export async function sendToDeadLetters(
  client: SQSClient,
  queueUrl: string,
  message: { body: string; reason: string; messageId: string },
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: message.body,
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: message.reason },
        originalMessageId: { DataType: 'String', StringValue: message.messageId },
      },
    }),
  );
}
