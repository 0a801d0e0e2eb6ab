import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveNamespace } from '../../contracts/live.ts';
import { nameOf, regionStacks, resources, resourcesOfType, target, workerStacks } from '../support/templates.ts';

interface Modes extends ReadonlyArray<{ readonly AuthType: string }> {}

interface Api {
  readonly EventConfig: {
    readonly AuthProviders: readonly {
      readonly AuthType: string;
      readonly LambdaAuthorizerConfig?: {
        readonly AuthorizerUri: unknown;
        readonly AuthorizerResultTtlInSeconds?: number;
      };
    }[];
    readonly ConnectionAuthModes: Modes;
    readonly DefaultPublishAuthModes: Modes;
    readonly DefaultSubscribeAuthModes: Modes;
  };
}

interface Policy {
  readonly Roles: readonly unknown[];
  readonly PolicyDocument: {
    readonly Statement: readonly { readonly Action: string | readonly string[]; readonly Resource: unknown }[];
  };
}

const apis = resourcesOfType<Api>('AWS::AppSync::Api');
const namespaces = resourcesOfType<{
  readonly ApiId: unknown;
  readonly Name: string;
  readonly PublishAuthModes?: Modes;
  readonly SubscribeAuthModes?: Modes;
}>('AWS::AppSync::ChannelNamespace');
const iam = [{ AuthType: 'AWS_IAM' }];
const lambda = [{ AuthType: 'AWS_LAMBDA' }];

test('each region has an Event API of its own, with the one namespace of results', () => {
  assert.deepEqual(apis.map(({ stack }) => stack).sort(), [...regionStacks].sort());
  for (const api of apis) {
    const own = namespaces.filter((namespace) => target(namespace, namespace.Properties.ApiId) === api);
    assert.deepEqual(
      own.map(({ Properties }) => Properties.Name),
      [liveNamespace],
      nameOf(api),
    );
  }
});

test('nobody publishes but by IAM, and nobody connects or listens but by the authorizer', () => {
  for (const api of apis) {
    const { EventConfig } = api.Properties;
    assert.deepEqual(EventConfig.ConnectionAuthModes, lambda, nameOf(api));
    assert.deepEqual(EventConfig.DefaultPublishAuthModes, iam, nameOf(api));
    assert.deepEqual(EventConfig.DefaultSubscribeAuthModes, lambda, nameOf(api));
  }
  for (const namespace of namespaces) {
    assert.deepEqual(namespace.Properties.PublishAuthModes, iam, nameOf(namespace));
    assert.deepEqual(namespace.Properties.SubscribeAuthModes, lambda, nameOf(namespace));
  }
});

test('the authorizer’s answers are not remembered, and there is no key that ends', () => {
  for (const api of apis) {
    const { AuthProviders } = api.Properties.EventConfig;
    const authorizer = AuthProviders.find(({ AuthType }) => AuthType === 'AWS_LAMBDA')?.LambdaAuthorizerConfig;
    assert.match(target(api, authorizer?.AuthorizerUri)?.id ?? '', /authorizeViewerFunction/, nameOf(api));
    assert.equal(authorizer?.AuthorizerResultTtlInSeconds, 0, nameOf(api));
  }
  assert.deepEqual(
    resources.filter(({ Type }) => Type === 'AWS::AppSync::ApiKey'),
    [],
  );
});

test('only the function that publishes results may publish, and only to their namespace', () => {
  for (const stack of [...regionStacks, ...workerStacks]) {
    const grants = resourcesOfType<Policy>('AWS::IAM::Policy')
      .filter((policy) => policy.stack === stack)
      .flatMap((policy) =>
        policy.Properties.PolicyDocument.Statement.filter(({ Action }) =>
          [Action].flat().some((action) => action.startsWith('appsync:')),
        ).map(({ Action, Resource }) => ({ policy, Action, Resource })),
      );
    assert.equal(grants.length, regionStacks.includes(stack) ? 1 : 0, stack);
    for (const { policy, Action, Resource } of grants) {
      assert.equal(Action, 'appsync:EventPublish');
      assert.match(target(policy, policy.Properties.Roles[0])?.id ?? '', /publishResultsRole/, nameOf(policy));
      assert.equal(target(policy, Resource)?.Type, 'AWS::AppSync::ChannelNamespace', nameOf(policy));
    }
  }
});
