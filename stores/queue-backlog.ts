import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** For how long an instance answers from memory. Milliseconds. */
export const backlogMemoryMs = 2_000;
/** Whoever waits for a number that only stands beside others doesn't wait for long. Milliseconds. */
const longestWaitMs = 300;

/**
 * Reads how many messages a queue holds, waiting or being worked on, about: one call in `backlogMemoryMs` and function
 * instance, however often it is asked. Undefined when SQS doesn't say so in time; it never throws.
 */
export function backlogReader(
  client: SQSClient,
  queueUrl: string,
  now: () => number = Date.now,
): () => Promise<number | undefined> {
  let known: { backlog: Promise<number | undefined>; until: number } | undefined;
  return () => {
    const time = now();
    if (!known || time >= known.until) {
      known = { backlog: readBacklog(client, queueUrl), until: time + backlogMemoryMs };
    }
    return known.backlog;
  };
}

async function readBacklog(client: SQSClient, queueUrl: string): Promise<number | undefined> {
  try {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
      { abortSignal: AbortSignal.timeout(longestWaitMs) },
    );
    const waiting = Number(Attributes?.ApproximateNumberOfMessages);
    const inFlight = Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    return Number.isInteger(waiting + inFlight) ? waiting + inFlight : undefined;
  } catch {
    return undefined;
  }
}
