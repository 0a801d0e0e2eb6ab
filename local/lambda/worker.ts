import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, InvocationOutcome, WorkerStart } from './protocol.ts';

/**
 * One Lambda instance: a thread with an environment of its own that loads the function's bundle once and then
 * handles one event after the other.
 */
const { bundle, handler: handlerName } = workerData as WorkerStart;
const port = parentPort;
if (!port) throw new Error('A worker runs in a thread only');

type Handler = (event: unknown, context: unknown) => unknown;

const load = async (): Promise<Handler> => {
  const exported: unknown = ((await import(bundle)) as Record<string, unknown>)[handlerName];
  if (typeof exported !== 'function') throw new Error(`The bundle exports no function ${handlerName}`);
  return exported as Handler;
};

process.setSourceMapsEnabled(true);
const reply = (outcome: InvocationOutcome) => port.postMessage(outcome);
try {
  const handler = await load();
  port.on('message', async (invocation: Invocation) => {
    const before = process.threadCpuUsage();
    try {
      const result = await handler(invocation.event, contextOf(invocation));
      // What leaves a function is JSON, as on Lambda: a Date becomes a text, an undefined field is gone.
      const answer: unknown = result === undefined ? null : JSON.parse(JSON.stringify(result));
      const { user, system } = process.threadCpuUsage(before);
      reply({ kind: 'result', result: answer, cpuMs: (user + system) / 1_000 });
    } catch (error) {
      reply({ kind: 'error', ...described(error) });
    }
  });
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'broken', ...described(error) });
}

function described(error: unknown): { errorType: string; errorMessage: string } {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: 'Error', errorMessage: String(error) };
}

function contextOf({ requestId, deadline, functionName, functionArn }: Invocation) {
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}
