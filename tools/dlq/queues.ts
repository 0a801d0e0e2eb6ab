import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A queue of a region's stack. */
export interface StackQueue {
  readonly logicalId: string;
  readonly url: string;
}

/** Where work ended that nobody could do. */
export interface DeadLetterQueue {
  /** What its work was, in the words of the stack: `ResponsesServiceAccepted`. */
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** Waiting messages, about. */
  readonly messages: number;
  /** The queue that its messages came from; absent where they came from a stream or a schedule. */
  readonly source?: { readonly url: string; readonly arn: string };
}

/** How the logical id of every dead-letter queue goes on behind its name; the CDK puts eight characters behind. */
const mark = /DeadLetters(Queue)?[0-9A-F]{8}$/;

/** Finds the dead-letter queues among a region's queues, by name. */
export async function deadLetterQueues(client: SQSClient, queues: readonly StackQueue[]): Promise<DeadLetterQueue[]> {
  const described = await Promise.all(queues.map((queue) => describe(client, queue)));
  return described
    .filter(({ logicalId }) => mark.test(logicalId))
    .map(({ logicalId, url, arn, messages }) => {
      const source = described.find((other) => other.deadLettersArn === arn);
      return {
        name: logicalId.replace(mark, ''),
        url,
        arn,
        messages,
        ...(source ? { source: { url: source.url, arn: source.arn } } : {}),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}

async function describe(client: SQSClient, queue: StackQueue) {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queue.url,
      AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages', 'RedrivePolicy'],
    }),
  );
  const policy = JSON.parse(Attributes?.RedrivePolicy ?? '{}') as { deadLetterTargetArn?: string };
  return {
    ...queue,
    arn: Attributes?.QueueArn ?? '',
    messages: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    deadLettersArn: policy.deadLetterTargetArn,
  };
}
