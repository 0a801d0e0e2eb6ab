import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Assembly } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import type { Faults } from '../chaos/faults.ts';
import { ExplainedError } from '../explained-error.ts';
import { awsCall } from '../iam/aws-call.ts';
import type { Guard } from '../iam/guard.ts';
import { checkPolling, noteQueueCalls, noteStreamCalls } from '../iam/polling.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { BatchLimits, PlatformLimits } from '../limits.ts';
import type { Meter } from '../metering/meter.ts';
import { countQueueCalls, countStreamReads } from '../metering/poller-calls.ts';
import type { Poller } from '../pollers/poller.ts';
import { startQueuePoller } from '../pollers/queue-poller.ts';
import { type Checkpoints, startStreamPoller } from '../pollers/stream-poller.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Servers } from '../servers/servers.ts';
import type { Functions } from './functions.ts';
import type { Stores } from './stores.ts';

/** A laptop has few cores: more batches at once than this only wait for each other. */
const mostPollers = 2;

/**
 * Looks whether the functions' roles allow what their event sources are read by.
 * @throws ExplainedError that names what is not allowed
 */
export async function checkEventSources(assembly: Assembly, resolver: Resolver, guard: Guard): Promise<void> {
  for (const { stack, properties } of resourcesOf(assembly, resolver, 'AWS::Lambda::EventSourceMapping')) {
    const caller = { region: stack.region, function: properties.FunctionName };
    await checkPolling({ guard, caller, sourceArn: properties.EventSourceArn });
  }
}

/**
 * Starts every event source mapping of the templates.
 * @throws ExplainedError for one whose source or function the laptop doesn't run
 */
export function startPollers(given: {
  assembly: Assembly;
  resolver: Resolver;
  servers: Servers;
  stores: Stores;
  functions: Functions;
  /** How far the streams have been read, kept over a stop of the region. */
  checkpoints: Checkpoints;
  faults: Faults | undefined;
  meter: Meter | undefined;
  guard: Guard | undefined;
  limits: PlatformLimits;
}): Poller {
  const { assembly, resolver, servers, stores, functions, checkpoints, faults, meter, guard, limits } = given;
  const clients: { destroy(): void }[] = [];
  const mappings = resourcesOf(assembly, resolver, 'AWS::Lambda::EventSourceMapping');
  const pollers = mappings.map(({ stack, logicalId, properties: mapping }) => {
    const pool = [...functions.pools.values()].find((candidate) => candidate.function.name === mapping.FunctionName);
    if (!pool) throw new ExplainedError(`The event source ${logicalId} feeds no function of the templates.`);
    const arn = mapping.EventSourceArn;
    const caller = { region: stack.region, function: pool.function.name };
    const sqs = new SQSClient({ endpoint: servers.sqs.endpoint, ...localCredentials });
    const streams = new DynamoDBStreamsClient({ endpoint: servers.dynamodb.endpoint, ...localCredentials });
    clients.push(sqs, streams);
    if (meter) {
      countQueueCalls(sqs, meter);
      countStreamReads(streams, meter);
    }
    if (guard) {
      noteQueueCalls(sqs, { guard, caller, sourceArn: arn });
      noteStreamCalls(streams, { guard, caller, sourceArn: arn });
    }
    const url = stores.queueUrls.get(arn);
    if (url) {
      const limit = limitOf(limits, functions, pool);
      const most = limit?.atOnce ?? mostPollers;
      const concurrency = Math.min(most, mapping.ScalingConfig?.MaximumConcurrency ?? most);
      const source = { client: sqs, queue: { url, arn }, pool, concurrency, faults };
      if (!limit) return startQueuePoller({ ...source, mapping });
      const BatchSize = Math.min(limit.size, mapping.BatchSize ?? limit.size);
      return startQueuePoller({ ...source, mapping: { ...mapping, BatchSize }, batchMs: limit.ms });
    }
    if (!arn.includes('/stream/')) throw new ExplainedError(`The laptop can't read the event source ${arn}.`);
    const destination = mapping.DestinationConfig?.OnFailure?.Destination ?? '';
    const deadLetters = stores.queueUrls.get(destination);
    return startStreamPoller({
      client: streams,
      streamArn: arn,
      pool,
      mapping,
      checkpoints,
      faults,
      onFailure: async (message) => {
        if (!deadLetters || (await guard?.functionMay(caller, [awsCall('sqs:SendMessage', destination)]))) return;
        await sqs.send(new SendMessageCommand({ QueueUrl: deadLetters, MessageBody: JSON.stringify(message) }));
      },
    });
  });
  return {
    async stop() {
      await Promise.all(pollers.map((poller) => poller.stop()));
      for (const client of clients) client.destroy();
    },
  };
}

function limitOf({ batches = {} }: PlatformLimits, functions: Functions, pool: FunctionPool): BatchLimits | undefined {
  return Object.entries(batches).find(([name]) => functions.named(name) === pool)?.[1];
}
