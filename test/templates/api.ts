import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes } from '../../contracts/routes.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, regionStacks, resourcesOfType, target } from '../support/templates.ts';

interface ApiRoute {
  readonly RouteKey: string;
  readonly AuthorizationType: string;
  readonly AuthorizerId?: unknown;
  readonly Target: unknown;
}

interface ApiStage {
  readonly RouteSettings: Readonly<
    Record<string, { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number }>
  >;
  readonly AccessLogSettings: { readonly Format: string };
}

interface Authorizer {
  readonly IdentitySource: readonly string[];
  readonly AuthorizerResultTtlInSeconds: number;
  readonly EnableSimpleResponses: boolean;
}

const apiRoutes = resourcesOfType<ApiRoute>('AWS::ApiGatewayV2::Route');
const apiStages = resourcesOfType<ApiStage>('AWS::ApiGatewayV2::Stage');

test('the API of every region has exactly the routes of the contracts, each with its function', () => {
  for (const stack of regionStacks) {
    const found = apiRoutes
      .filter((route) => route.stack === stack)
      .map((route) => {
        const [, integrationId] = /integrations\/.*"Ref":"(\w+)"/.exec(JSON.stringify(route.Properties.Target)) ?? [];
        const integration = target<{ IntegrationUri: unknown }>(route, { Ref: integrationId });
        const called = target<{ FunctionName?: unknown }>(route, integration?.Properties.IntegrationUri);
        const lambda = called?.Type === 'AWS::Lambda::Alias' ? target(called, called.Properties.FunctionName) : called;
        return `${route.Properties.RouteKey} ${lambda?.id.replace(/^.*Service(\w+)Function\w{8}$/, '$1')}`;
      });
    const expected = routes.map((route) => `${route.method} ${route.path} ${route.function}`);
    assert.deepEqual(found.sort(), expected.sort(), stack);
  }
});

test('a route asks for an API key unless the contracts call it public', () => {
  for (const route of apiRoutes) {
    const { RouteKey, AuthorizationType, AuthorizerId } = route.Properties;
    const access = routes.find(({ method, path }) => `${method} ${path}` === RouteKey)?.access;
    assert.equal(AuthorizationType, access === 'public' ? 'NONE' : 'CUSTOM', nameOf(route));
    assert.equal(target(route, AuthorizerId)?.Type, access === 'public' ? undefined : 'AWS::ApiGatewayV2::Authorizer');
  }
});

test('every route has the throttle of its class, set after the route is there', () => {
  for (const stage of apiStages) {
    const { throttles } = testStage(stage.stage);
    const expected = Object.fromEntries(
      routes.map(({ method, path, throttle }) => [
        `${method} ${path}`,
        {
          ThrottlingRateLimit: throttles[throttle].rateLimit,
          ThrottlingBurstLimit: throttles[throttle].burstLimit,
        },
      ]),
    );
    const found = Object.entries(stage.Properties.RouteSettings).map(([route, settings]) => {
      const { ThrottlingRateLimit, ThrottlingBurstLimit } = settings;
      return [route, { ThrottlingRateLimit, ThrottlingBurstLimit }];
    });
    assert.deepEqual(Object.fromEntries(found), expected, nameOf(stage));
    for (const route of apiRoutes.filter((candidate) => candidate.stack === stage.stack)) {
      assert.ok(stage.DependsOn?.includes(route.id), `${nameOf(stage)} waits for ${route.id}`);
    }
  }
});

test('the access log tells what happened, and nothing of who it was', () => {
  for (const stage of apiStages) {
    const fields = Object.values<string>(JSON.parse(stage.Properties.AccessLogSettings.Format));
    assert.ok(fields.includes('$context.status'), nameOf(stage));
    for (const field of fields) assert.doesNotMatch(field, /identity|authorizer|\.path$|query/i, nameOf(stage));
  }
});

test('the answers of the key authorizer are cached by the key', () => {
  for (const authorizer of resourcesOfType<Authorizer>('AWS::ApiGatewayV2::Authorizer')) {
    assert.deepEqual(authorizer.Properties.IdentitySource, ['$request.header.x-api-key'], nameOf(authorizer));
    assert.ok(authorizer.Properties.AuthorizerResultTtlInSeconds > 0, nameOf(authorizer));
    assert.equal(authorizer.Properties.EnableSimpleResponses, true, nameOf(authorizer));
  }
});
