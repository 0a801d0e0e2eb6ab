import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MailOrder, WakeUp } from '../contracts/webhooks.ts';
import type { WakeUps } from '../domain/webhooks/ports.ts';

/** SQS hides a message for 15 minutes at most. Seconds. */
const longestDelay = 900;

/** The queue that wakes who delivers webhooks. */
export class SqsWakeUps implements WakeUps {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(wakeUp: WakeUp, delayMs: number): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: JSON.stringify(wakeUp),
        // Whole seconds only, and never before the time that was asked for.
        DelaySeconds: Math.min(longestDelay, Math.max(0, Math.ceil(delayMs / 1_000))),
      }),
    );
  }
}

/**
 * How long an order waits, but for one that somebody waits for, so that responses which were on their way to a poll count, and a webhook that is to be
 * disabled is so. Seconds.
 */
const settling = 10;

/** The queue of mails to write; without one, nobody gets mail. */
export class SqsMailOrders {
  readonly #client: SQSClient;
  readonly #queueUrl: string | undefined;

  constructor(client: SQSClient, queueUrl: string | undefined) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(order: MailOrder): Promise<void> {
    if (this.#queueUrl === undefined) return;
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: JSON.stringify(order),
        DelaySeconds: order.kind === 'invitation' ? 0 : settling,
      }),
    );
  }
}
