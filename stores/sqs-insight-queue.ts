import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { InsightJob } from '../contracts/insight-job.ts';
import type { InsightQueue } from '../domain/insights/ports.ts';

/** The queue in which insights wait that somebody has asked for. */
export class SqsInsightQueue implements InsightQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(job: InsightJob): Promise<void> {
    const MessageBody = JSON.stringify({ v: 1, ...job });
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody }));
  }
}
