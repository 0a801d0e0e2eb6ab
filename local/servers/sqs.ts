import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import type { PropertiesOf } from '../assembly/resources.ts';
import type { QueueState } from '../metrics/laptop-metrics.ts';
import { type LocalServer, localRegion } from './local-server.ts';

/** The embedded SQS, and S3 at the same address, with their queues and buckets made and looked at from inside. */
export interface SqsServer extends LocalServer {
  /** Makes a queue as its template says. @returns its URL and ARN */
  createQueue(name: string, queue: PropertiesOf<'AWS::SQS::Queue'>): { url: string; arn: string };
  /** Makes a bucket of the S3 at the same address, unless it is there from an earlier start. */
  createBucket(name: string): void;
  /** Messages in a queue, waiting or being worked on. */
  depth(name: string): number;
  /** What a queue holds, and for how long. */
  state(name: string): Omit<QueueState, 'name'>;
}

export async function startSqs(dataFolder: string | undefined): Promise<SqsServer> {
  const dataDir = dataFolder === undefined ? undefined : join(dataFolder, 'sqs');
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const server: FauxqsServer = await startFauxqs({
    port: 0,
    host: '127.0.0.1',
    logger: false,
    defaultRegion: localRegion,
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  return {
    endpoint,
    createQueue(name, queue) {
      const known = server.inspectQueue(name);
      const arn =
        known?.arn ?? server.createQueue(name, { region: localRegion, attributes: attributesOf(queue) }).queueArn;
      // Its own URL has a host name that not every resolver knows.
      return { url: `${endpoint}/${arn.split(':').at(-2)}/${name}`, arn };
    },
    createBucket: (name) => void server.createBucket(name),
    depth(name) {
      const messages = server.inspectQueue(name)?.messages;
      return messages ? messages.ready.length + messages.delayed.length + messages.inflight.length : 0;
    },
    state(name) {
      const { ready = [], delayed = [], inflight = [] } = server.inspectQueue(name)?.messages ?? {};
      const oldest = Math.min(...ready.map(({ sentTimestamp, delayUntil = 0 }) => Math.max(sentTimestamp, delayUntil)));
      return {
        waiting: ready.length,
        delayed: delayed.length,
        inFlight: inflight.length,
        oldestSeconds: ready.length === 0 ? 0 : Math.max(0, Date.now() - oldest) / 1_000,
      };
    },
    stop: () => server.stop(),
  };
}

function attributesOf(queue: PropertiesOf<'AWS::SQS::Queue'>): Record<string, string> {
  const { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, RedrivePolicy } = queue;
  return {
    VisibilityTimeout: String(VisibilityTimeout),
    MessageRetentionPeriod: String(MessageRetentionPeriod),
    DelaySeconds: String(DelaySeconds),
    ...(RedrivePolicy ? { RedrivePolicy: JSON.stringify(RedrivePolicy) } : {}),
  };
}
