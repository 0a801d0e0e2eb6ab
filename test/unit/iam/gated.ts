import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { accessKeyOf, type Caller } from '../../../local/iam/access-key.ts';
import type { AwsCall, Place } from '../../../local/iam/aws-call.ts';
import type { Denial } from '../../../local/iam/guard.ts';
import { serviceGate } from '../../../local/iam/service-gate.ts';
import { listen } from '../../../local/servers/listen.ts';
import { localRegion } from '../../../local/servers/local-server.ts';
import { startServiceProxy } from '../../../local/service-proxy/service-proxy.ts';

export const caller: Caller = { region: localRegion, function: 'VoteFunction' };

/** What an instance of the caller has for its SDK. */
export const credentials = {
  region: localRegion,
  credentials: { accessKeyId: accessKeyOf(caller), secretAccessKey: 'secret' },
} as const;

export const place: Place = {
  region: localRegion,
  queueArn: (url) => `arn:aws:sqs:${localRegion}:000000000000:${url.split('/').at(-1)}`,
  partitionKeyOf: (table) => (table === 'votes' ? 'pk' : undefined),
};

/** A guard that remembers what it is asked, and denies the actions that are named. */
export function fakeGuard(...denied: string[]) {
  const asked: AwsCall[] = [];
  const callers: Caller[] = [];
  return {
    asked,
    callers,
    async functionMay(by: Caller, calls: readonly AwsCall[]): Promise<Denial | undefined> {
      callers.push(by);
      asked.push(...calls);
      const call = calls.find(({ action }) => denied.includes(action));
      return call && { call, message: `User: arn:aws:sts::1:assumed-role/${by.function} is not authorized` };
    },
    async functionMight(_by: Caller, call: AwsCall): Promise<boolean> {
      asked.push(call);
      return !denied.includes(call.action);
    },
  };
}

/** Services that say yes to everything, behind a gate: what the SDK's own clients send is what is asked. */
export async function gated(t: TestContext, ...denied: string[]) {
  const guard = fakeGuard(...denied);
  const served: (string | undefined)[] = [];
  const service = createServer((request, response) => {
    served.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const { port, stop } = await listen(service);
  const names = [
    'DYNAMODB',
    'SQS',
    'EVENTBRIDGE',
    'SCHEDULER',
    'SECRETS_MANAGER',
    'SESV2',
    'S3',
    'APPLICATION_AUTO_SCALING',
  ];
  const services = Object.fromEntries(names.map((name) => [`AWS_ENDPOINT_URL_${name}`, `http://127.0.0.1:${port}`]));
  const proxy = await startServiceProxy({ services, gate: serviceGate(guard, place) });
  t.after(async () => {
    await proxy.stop();
    await stop();
  });
  const endpoints = proxy.endpointsFor({ name: 'one', kill: () => {} });
  /** How a client of a service is made. */
  const to = (name: string) => ({
    ...credentials,
    maxAttempts: 1,
    endpoint: endpoints[`AWS_ENDPOINT_URL_${name}`] ?? '',
  });
  return { to, guard, served };
}

/** Actions and resources of calls, in short. */
export function inShort(calls: readonly AwsCall[]): string[] {
  return calls.map(({ action, resource }) => `${action} ${resource.split(':').slice(5).join(':') || resource}`);
}
