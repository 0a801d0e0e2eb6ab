import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Assembly } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import { awsCall } from '../iam/aws-call.ts';
import type { Guard } from '../iam/guard.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Servers } from '../servers/servers.ts';
import { madeUp } from './names.ts';

/** S3's longest name of a bucket. */
const mostNameCharacters = 63;

/**
 * Makes a region's buckets and has its queues told of new objects, as the templates say.
 * @throws ExplainedError for a notification that the laptop doesn't know
 */
export function createBuckets(
  assembly: Assembly,
  resolver: Resolver,
  servers: Servers,
  queueUrls: ReadonlyMap<string, string>,
  guard?: Guard,
): void {
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::S3::Bucket')) {
    const name = properties.BucketName ?? madeUp(logicalId, stack.region, mostNameCharacters).toLowerCase();
    servers.objects.createBucket(name);
    const arn = `arn:aws:s3:::${name}`;
    const queues = (properties.NotificationConfiguration?.QueueConfigurations ?? []).map(({ Event, Queue }) => {
      const url = queueUrls.get(Queue);
      if (Event === 's3:ObjectCreated:*' && url) return { url, arn: Queue };
      throw new ExplainedError(`The bucket ${logicalId} tells ${Queue} of ${Event}, which the laptop doesn't know.`);
    });
    servers.s3.addBucket(name, {
      cors: properties.CorsConfiguration?.CorsRules ?? [],
      async onCreated(event) {
        for (const queue of queues) {
          const call = awsCall('sqs:SendMessage', queue.arn, { 'aws:SourceArn': arn });
          if (await guard?.serviceMay('s3.amazonaws.com', stack.region, call)) continue;
          await tell(servers.sqs.endpoint, queue.url, event);
        }
      },
    });
    const attributes = { Arn: arn, RegionalDomainName: `${name}.s3.${stack.region}.amazonaws.com` };
    resolver.register(stack, logicalId, { ref: name, attributes });
  }
}

async function tell(endpoint: string, QueueUrl: string, event: unknown): Promise<void> {
  const sqs = new SQSClient({ endpoint, ...localCredentials });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  sqs.destroy();
}
