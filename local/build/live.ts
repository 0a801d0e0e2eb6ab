import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import type { EventApiDefinition } from '../live/event-api.ts';
import { type Functions, poolOf } from './functions.ts';

/** Whether the templates have an Event API. */
export function hasEventApi({ stacks }: Assembly): boolean {
  return stacks.some(({ template }) => Object.values(template.Resources).some(({ Type }) => Type === apiType));
}

const apiType = 'AWS::AppSync::Api';

/** Makes the Event API known to the functions that publish to it and send viewers there. */
export function registerEventApi(assembly: Assembly, resolver: Resolver, host: string): void {
  for (const stack of assembly.stacks) {
    for (const [logicalId, { Type }] of Object.entries(stack.template.Resources)) {
      const arn = `arn:aws:appsync:${stack.region}:${localAccount}:apis/${logicalId}`;
      if (Type !== apiType) continue;
      const attributes = { ApiId: logicalId, ApiArn: arn, 'Dns.Http': host, 'Dns.Realtime': host };
      resolver.register(stack, logicalId, { ref: arn, attributes });
    }
  }
}

/**
 * Reads the Event API from the templates: its namespaces, and who may connect, publish and listen.
 * @throws ExplainedError where the templates have another number than one
 */
export function buildEventApi(assembly: Assembly, resolver: Resolver, functions: Functions): EventApiDefinition {
  const [api, ...others] = resourcesOf(assembly, resolver, apiType);
  if (!api || others.length > 0) {
    throw new ExplainedError('The laptop serves one Event API a region; the templates have another number.');
  }
  const { AuthProviders, ...config } = api.properties.EventConfig;
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
  };
}
