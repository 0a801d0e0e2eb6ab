import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { headers } from '../../contracts/headers.ts';
import { routes } from '../../contracts/routes.ts';
import { slos } from '../../contracts/slos.ts';
import { isWatched, type StageConfiguration } from '../configuration/stage.ts';
import type { MeasuredRoute } from '../metrics.ts';
import { cors } from './cors.ts';
import type { ServiceFunction } from './service-function.ts';
import { ServiceLog } from './service-log.ts';

/** The functions that answer a route, by name. */
export type RouteFunctions = Readonly<Record<(typeof routes)[number]['function'], ServiceFunction>>;

export interface ThrottledApiProps {
  readonly configuration: StageConfiguration;
  readonly functions: RouteFunctions;
  readonly authorizer: ServiceFunction;
}

/** Metrics of a route are paid for, so the ones that an SLO is about have some. */
const isPromised = ({ method, path }: MeasuredRoute) =>
  [slos.accepting, slos.reading].some((slo) => slo.method === method && slo.path === path);

/** For how long an API key's answer is remembered, and so how long a revoked key may still be used. */
const authorizerMemory = Duration.minutes(1);

/**
 * The HTTP API of `contracts/routes.ts`: one route each with a throttle of its own, an API key where the route
 * isn't public, and an access log without anything
 * personal in it.
 */
export class ThrottledApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: ThrottledApiProps) {
    super(scope, id);
    const { configuration } = props;
    this.api = new HttpApi(this, 'Api', {
      apiName: `groundswell-${configuration.stage}`,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...cors.origins],
        allowMethods: cors.methods.map((method) => CorsHttpMethod[method]),
        allowHeaders: [...cors.headers],
        exposeHeaders: [...cors.exposed],
        maxAge: cors.maxAge,
      },
      // Where it has names of its own, nothing else leads to it.
      disableExecuteApiEndpoint: configuration.domain !== undefined,
    });
    const authorizer = new HttpLambdaAuthorizer('KeyAuthorizer', props.authorizer.function, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: [`$request.header.${headers.apiKey}`],
      resultsCacheTtl: authorizerMemory,
    });
    const added = routes.map((route) => {
      const added = new HttpRoute(this, `${route.method} ${route.path}`, {
        httpApi: this.api,
        routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
        integration: new HttpLambdaIntegration(route.function, props.functions[route.function].invoked),
        authorizer: route.access === 'public' ? new HttpNoneAuthorizer() : authorizer,
      });
      if (route.access === 'public') {
        Validations.of(added).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason: 'Voters and viewers have no account: a voter token or the poll’s policy decides in the function.',
        });
      }
      return added;
    });
    this.stage = this.#addStage(configuration, added);
  }

  #addStage(configuration: StageConfiguration, added: readonly HttpRoute[]): HttpStage {
    const accessLog = new ServiceLog(this, 'AccessLog', configuration);
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: configuration.throttles.view,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog.logGroup),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: AccessLogField.contextRequestId(),
            time: AccessLogField.contextRequestTimeEpoch(),
            route: '$context.routeKey',
            status: AccessLogField.contextStatus(),
            latency: AccessLogField.contextResponseLatency(),
            bytes: AccessLogField.contextResponseLength(),
          }),
        ),
      },
    });
    const resource = stage.node.defaultChild as CfnStage;
    // The L2 has no throttles by route.
    resource.routeSettings = Object.fromEntries(
      routes.map(({ method, path, throttle }) => {
        const { rateLimit, burstLimit } = configuration.throttles[throttle];
        const limits = { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit };
        const isMeasured = isWatched(configuration) && isPromised({ method, path });
        return [`${method} ${path}`, { ...limits, ...(isMeasured ? { DetailedMetricsEnabled: true } : {}) }];
      }),
    );
    // API Gateway refuses settings of a route that isn't there yet.
    for (const route of added) resource.node.addDependency(route);
    return stage;
  }
}
