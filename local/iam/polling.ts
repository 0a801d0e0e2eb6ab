import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { ExplainedError } from '../explained-error.ts';
import type { Caller } from './access-key.ts';
import { awsCall } from './aws-call.ts';
import type { Guard } from './guard.ts';

/** How an event source is read in the role of the function that it feeds: actions by the SDK's commands. */
const queueActions: Readonly<Record<string, string>> = {
  ReceiveMessageCommand: 'sqs:ReceiveMessage',
  // Messages that failed are made visible at once on a laptop only, so nothing is asked for that.
  DeleteMessageBatchCommand: 'sqs:DeleteMessage',
};
const streamActions: Readonly<Record<string, string>> = {
  DescribeStreamCommand: 'dynamodb:DescribeStream',
  GetShardIteratorCommand: 'dynamodb:GetShardIterator',
  GetRecordsCommand: 'dynamodb:GetRecords',
};

export interface Polling {
  readonly guard: Guard;
  /** Whom the source feeds. */
  readonly caller: Caller;
  readonly sourceArn: string;
}

/**
 * Lambda makes no event source mapping whose source the function's role may not read.
 * @throws ExplainedError that names what is not allowed
 */
export async function checkPolling({ guard, caller, sourceArn }: Polling): Promise<void> {
  const actions = sourceArn.includes(':sqs:') ? queueActions : streamActions;
  for (const action of Object.values(actions)) {
    if (await guard.functionMight(caller, awsCall(action, sourceArn), false)) continue;
    throw new ExplainedError(`${caller.function} can't be fed by ${sourceArn}: its role doesn't allow ${action}.`);
  }
}

/** Has the calls by which a queue is read counted as the function's own. */
export function noteQueueCalls(client: SQSClient, polling: Polling): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        await note(polling, queueActions[commandName]);
        return next(args);
      },
    { step: 'initialize', name: 'noteQueueCalls' },
  );
}

/** Has the calls by which a stream is read counted as the function's own. */
export function noteStreamCalls(client: DynamoDBStreamsClient, polling: Polling): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        await note(polling, streamActions[commandName]);
        return next(args);
      },
    { step: 'initialize', name: 'noteStreamCalls' },
  );
}

async function note({ guard, caller, sourceArn }: Polling, action: string | undefined): Promise<void> {
  if (action !== undefined) await guard.functionMay(caller, [awsCall(action, sourceArn)]);
}
