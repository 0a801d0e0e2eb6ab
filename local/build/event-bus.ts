import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import type { BusRule, Deliver } from '../servers/fake-event-bus.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Functions } from './functions.ts';
import type { Stores } from './stores.ts';

/**
 * The rules of the templates.
 * @throws ExplainedError for a target that the laptop doesn't run
 */
export function busRules(assembly: Assembly, resolver: Resolver, targets: Targets): BusRule[] {
  return resourcesOf(assembly, resolver, 'AWS::Events::Rule')
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ stack, logicalId, properties }) => {
      const arns = properties.Targets.map(({ Arn }) => Arn);
      const unknown = arns.find((arn) => !targets.has(arn));
      if (unknown) throw new ExplainedError(`The rule ${logicalId} sends to ${unknown}, which the laptop doesn't run.`);
      const { EventBusName: bus, EventPattern: pattern } = properties;
      const arn = `arn:aws:events:${stack.region}:${localAccount}:rule/${bus}/${logicalId}`;
      resolver.register(stack, logicalId, { ref: `${bus}|${logicalId}`, attributes: { Arn: arn } });
      return { arn, bus, pattern, targets: arns };
    });
}

/** What rules and schedules reach. */
export interface Targets {
  has(arn: string): boolean;
  readonly deliver: Deliver;
}

/** The queues and functions of a region as targets: a queue gets the event as a message's body. */
export function targetsOf(stores: Pick<Stores, 'queueUrls'>, functions: Functions, sqsEndpoint: string): Targets {
  const sqs = new SQSClient({ endpoint: sqsEndpoint, ...localCredentials });
  return {
    has: (arn) => stores.queueUrls.has(arn) || functions.pools.has(arn),
    async deliver(arn, event) {
      const QueueUrl = stores.queueUrls.get(arn);
      if (QueueUrl) return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
      return functions.pools.get(arn)?.invoke(event);
    },
  };
}
