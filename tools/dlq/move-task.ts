import { setTimeout as pause } from 'node:timers/promises';
import { ListMessageMoveTasksCommand, type SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';

/** Milliseconds between two looks at a task. */
const interval = 2_000;

/**
 * Lets SQS move all messages of a dead-letter queue, and waits until it has. The destination is named, as some messages
 * were sent there and not moved there by SQS.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 * @param onProgress is told how many of how many messages are moved
 * @returns how many were moved
 * @throws Error where SQS says that the task failed or was cancelled
 */
export async function runMoveTask(
  client: SQSClient,
  { from, to }: { from: string; to: string },
  onProgress: (moved: number, all: number) => void,
  every = interval,
): Promise<number> {
  const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn: from, DestinationArn: to }));
  for (;;) {
    const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: from, MaxResults: 10 }));
    // Only a task that runs is listed with its handle; the newest stands first.
    const task = Results.find((listed) => listed.TaskHandle === TaskHandle) ?? Results[0];
    const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
    onProgress(moved, Number(task?.ApproximateNumberOfMessagesToMove ?? 0));
    if (task?.Status === 'COMPLETED') return moved;
    if (task?.Status === 'FAILED' || task?.Status === 'CANCELLED') {
      throw new Error(`SQS ended the move: ${task.FailureReason ?? task.Status}`);
    }
    await pause(every);
  }
}
