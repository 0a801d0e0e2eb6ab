import type { Assembly } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { accessKeyOf } from '../iam/access-key.ts';
import { awsCall, type Place } from '../iam/aws-call.ts';
import type { Guard } from '../iam/guard.ts';
import { type ServiceGate, serviceGate } from '../iam/service-gate.ts';
import type { Deliver } from '../servers/fake-event-bus.ts';
import type { Invoke } from '../servers/fake-scheduler.ts';
import type { Targets } from './event-bus.ts';
import type { Stores } from './stores.ts';

/** Who may do what in one region, for each part of the laptop that calls in somebody's name. */
export interface Access {
  /** Before what functions call. */
  readonly gate: ServiceGate;
  /** By which a function's calls are told from others'. */
  credentialsOf(functionName: string): Readonly<Record<string, string>>;
  /** Delivers what is due in the schedule's role. */
  readonly deliverSchedule: Invoke;
  /** Delivers events as far as the policies of queues let the rule. */
  readonly deliverEvent: Deliver;
}

export function accessOf(given: {
  guard: Guard;
  region: string;
  /** Of the whole stage: tables stand in one stack for all regions. */
  assembly: Assembly;
  resolver: Resolver;
  stores: Stores;
  targets: () => Targets;
}): Access {
  const { guard, region, stores, targets } = given;
  return {
    gate: serviceGate(guard, placeOf(given)),
    credentialsOf: (name) => ({ AWS_ACCESS_KEY_ID: accessKeyOf({ region, function: name }) }),
    async deliverSchedule(arn, event, roleArn) {
      const action = stores.queueUrls.has(arn) ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
      if (await guard.roleMay(roleArn, region, awsCall(action, arn))) return;
      return targets().deliver(arn, event, roleArn);
    },
    async deliverEvent(arn, event, ruleArn) {
      const isQueue = stores.queueUrls.has(arn);
      const call = awsCall('sqs:SendMessage', arn, { 'aws:SourceArn': ruleArn });
      if (isQueue && (await guard.serviceMay('events.amazonaws.com', region, call))) return;
      return targets().deliver(arn, event, ruleArn);
    },
  };
}

function placeOf({ region, assembly, resolver, stores }: Parameters<typeof accessOf>[0]): Place {
  const arns = new Map([...stores.queueUrls].map(([arn, url]) => [url, arn]));
  const keys = resourcesOf(assembly, resolver, 'AWS::DynamoDB::GlobalTable').map(({ properties }) => {
    const key = properties.KeySchema.find(({ KeyType }) => KeyType === 'HASH');
    return [properties.TableName, key?.AttributeName] as const;
  });
  const partitionKeys = new Map(keys);
  return {
    region,
    queueArn: (url) => arns.get(url) ?? '*',
    partitionKeyOf: (table) => partitionKeys.get(table),
  };
}
