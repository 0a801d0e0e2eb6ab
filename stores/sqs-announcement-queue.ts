import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Announcement } from '../contracts/events.ts';
import type { AnnouncementQueue } from '../domain/events/ports.ts';

/** The queue of what a region will announce. */
export class SqsAnnouncementQueue implements AnnouncementQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(announcement: Announcement, delayMs: number): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: JSON.stringify(announcement),
        // Never before its time.
        DelaySeconds: Math.max(0, Math.ceil(delayMs / 1_000)),
      }),
    );
  }
}
