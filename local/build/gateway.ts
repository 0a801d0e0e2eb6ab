import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { type PropertiesOf, resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import type { GatewayDefinition, GatewayRoute } from '../gateway/gateway.ts';
import type { ThrottleSettings } from '../gateway/throttle.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { type Functions, poolOf } from './functions.ts';

/**
 * Reads the HTTP API from the templates: routes, integrations, authorizers, throttles and CORS.
 * @throws ExplainedError where a route leads nowhere
 */
export function buildGateway(assembly: Assembly, resolver: Resolver, functions: Functions): GatewayDefinition {
  const [api, ...others] = resourcesOf(assembly, resolver, 'AWS::ApiGatewayV2::Api');
  if (!api || others.length > 0)
    throw new ExplainedError('The laptop serves one HTTP API; the templates have another number.');
  resolver.register(api.stack, api.logicalId, { ref: api.logicalId });

  // Nobody writes to log groups here; the API's stage names its own.
  for (const { stack, logicalId } of resourcesOf(assembly, resolver, 'AWS::Logs::LogGroup')) {
    const arn = `arn:aws:logs:${stack.region}:${localAccount}:log-group:${logicalId}`;
    resolver.register(stack, logicalId, { ref: logicalId, attributes: { Arn: arn } });
  }
  const integrations = new Map<string, FunctionPool>();
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::ApiGatewayV2::Integration')) {
    integrations.set(logicalId, poolOf(functions, properties.IntegrationUri));
    resolver.register(stack, logicalId, { ref: logicalId });
  }
  const authorizers = new Map<string, PropertiesOf<'AWS::ApiGatewayV2::Authorizer'>>();
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::ApiGatewayV2::Authorizer')) {
    authorizers.set(logicalId, properties);
    resolver.register(stack, logicalId, { ref: logicalId });
  }
  const [stage] = resourcesOf(assembly, resolver, 'AWS::ApiGatewayV2::Stage');

  const routes = resourcesOf(assembly, resolver, 'AWS::ApiGatewayV2::Route').map(({ properties }): GatewayRoute => {
    const { RouteKey, Target, AuthorizerId } = properties;
    const pool = integrations.get(Target.replace(/^integrations\//, ''));
    if (!pool) throw new ExplainedError(`The route ${RouteKey} leads to no integration.`);
    const authorizer = AuthorizerId === undefined ? undefined : authorizers.get(AuthorizerId);
    return {
      routeKey: RouteKey,
      pool,
      authorizer:
        AuthorizerId === undefined || !authorizer
          ? undefined
          : {
              name: AuthorizerId,
              definition: {
                pool: poolOf(functions, authorizer.AuthorizerUri),
                identitySource: authorizer.IdentitySource,
                memorySeconds: authorizer.AuthorizerResultTtlInSeconds,
              },
            },
      throttle: throttleOf(stage?.properties, RouteKey),
    };
  });
  return {
    routes,
    cors: api.properties.CorsConfiguration,
    accessLogFormat: stage?.properties.AccessLogSettings?.Format,
  };
}

function throttleOf(
  stage: PropertiesOf<'AWS::ApiGatewayV2::Stage'> | undefined,
  routeKey: string,
): ThrottleSettings | undefined {
  const settings = stage?.RouteSettings[routeKey] ?? stage?.DefaultRouteSettings;
  return settings && { rateLimit: settings.ThrottlingRateLimit, burstLimit: settings.ThrottlingBurstLimit };
}
