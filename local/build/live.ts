import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import { accessKeyIn, callerOf } from '../iam/access-key.ts';
import { awsCall } from '../iam/aws-call.ts';
import type { Guard } from '../iam/guard.ts';
import type { EventApiDefinition } from '../live/event-api.ts';
import { type EventServer, startEventServer } from '../live/event-server.ts';
import type { Meter } from '../metering/meter.ts';
import { type Functions, poolOf } from './functions.ts';

const apiType = 'AWS::AppSync::Api';

/**
 * Starts what speaks for the Event API, and makes it known to the functions that publish to it and send viewers there.
 * @param host where it was before the region stopped
 * @returns undefined where the templates have no Event API
 */
export async function startEventApi(
  assembly: Assembly,
  resolver: Resolver,
  host: string | undefined,
  meter: Meter | undefined,
): Promise<EventServer | undefined> {
  const apis = assembly.stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => Type === apiType)
      .map(([logicalId]) => ({ stack, logicalId })),
  );
  if (apis.length === 0) return undefined;
  const server = await startEventServer(Number(host?.split(':')[1] ?? 0), meter);
  for (const { stack, logicalId } of apis) {
    const arn = `arn:aws:appsync:${stack.region}:${localAccount}:apis/${logicalId}`;
    const attributes = { ApiId: logicalId, ApiArn: arn, 'Dns.Http': server.host, 'Dns.Realtime': server.host };
    resolver.register(stack, logicalId, { ref: arn, attributes });
    for (const namespace of resourcesOf(assembly, resolver, 'AWS::AppSync::ChannelNamespace')) {
      const ChannelNamespaceArn = `${arn}/channelNamespace/${namespace.properties.Name}`;
      resolver.register(stack, namespace.logicalId, { ref: ChannelNamespaceArn, attributes: { ChannelNamespaceArn } });
    }
  }
  return server;
}

/**
 * Reads the Event API from the templates: its namespaces, and who may connect, publish and listen.
 * @throws ExplainedError where the templates have another number than one
 */
export function buildEventApi(
  assembly: Assembly,
  resolver: Resolver,
  functions: Functions,
  guard: Guard | undefined,
): EventApiDefinition {
  const [api, ...others] = resourcesOf(assembly, resolver, apiType);
  if (!api || others.length > 0) {
    throw new ExplainedError('The laptop serves one Event API a region; the templates have another number.');
  }
  const { AuthProviders, ...config } = api.properties.EventConfig;
  const arn = String(resolver.resolve(api.stack, { Ref: api.logicalId }));
  const modesOf = (modes: readonly { AuthType: string }[]) => modes.map(({ AuthType }) => AuthType);
  const uri = AuthProviders.find(({ AuthType }) => AuthType === 'AWS_LAMBDA')?.LambdaAuthorizerConfig?.AuthorizerUri;
  const namespaces = resourcesOf(assembly, resolver, 'AWS::AppSync::ChannelNamespace').map(({ properties }) => {
    const { Name, PublishAuthModes, SubscribeAuthModes } = properties;
    const modes = {
      publish: modesOf(PublishAuthModes ?? config.DefaultPublishAuthModes),
      subscribe: modesOf(SubscribeAuthModes ?? config.DefaultSubscribeAuthModes),
    };
    return [Name, modes] as const;
  });
  return {
    apiId: api.logicalId,
    connect: modesOf(config.ConnectionAuthModes),
    namespaces: new Map(namespaces),
    authorizer: uri === undefined ? undefined : poolOf(functions, uri),
    ...(guard
      ? { signerMay: (header, namespace) => signerMay(guard, header, `${arn}/channelNamespace/${namespace}`) }
      : {}),
  };
}

async function signerMay(guard: Guard, authorization: string, namespace: string): Promise<boolean> {
  const caller = callerOf(accessKeyIn({ authorization }));
  return !caller || (await guard.functionMay(caller, [awsCall('appsync:EventPublish', namespace)])) === undefined;
}
