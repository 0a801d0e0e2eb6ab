import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FunctionName, functions } from '../../contracts/functions.ts';
import { isProvider, nameOf, regionStacks, resourcesOfType, target } from '../support/templates.ts';

interface Lambda {
  readonly Architectures: unknown;
  readonly Runtime: string;
  readonly TracingConfig: unknown;
  readonly Role: unknown;
  readonly Environment: { readonly Variables: object };
  readonly LoggingConfig: { readonly LogFormat: string; readonly SystemLogLevel: string; readonly LogGroup: unknown };
}

interface Policy {
  readonly PolicyDocument: {
    readonly Statement: readonly { Action: string | readonly string[]; Resource: unknown }[];
  };
}

const lambdas = resourcesOfType<Lambda>('AWS::Lambda::Function').filter((lambda) => !isProvider(lambda));
/** What the construct adds to the variables of a function's contract. */
const forAll = ['NODE_OPTIONS', 'POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME'];

const contractOf = (id: string) =>
  (Object.keys(functions) as FunctionName[]).find((name) => new RegExp(`Service${name}Function`).test(id));

test('every function of the contracts stands once in a region, and there is no other', () => {
  const expected = Object.keys(functions).sort();
  for (const stack of regionStacks) {
    const found = lambdas.filter((lambda) => lambda.stack === stack).map((lambda) => contractOf(lambda.id));
    assert.deepEqual(found.sort(), expected, stack);
  }
});

test('a function has exactly the environment variables of its contract', () => {
  for (const lambda of lambdas) {
    const name = contractOf(lambda.id);
    assert.ok(name, nameOf(lambda));
    const expected = [...functions[name].environment, ...forAll].sort();
    assert.deepEqual(Object.keys(lambda.Properties.Environment.Variables).sort(), expected, nameOf(lambda));
  }
});

test('a function runs on arm64 and the newest Node, traced, with a role of its own', () => {
  for (const lambda of lambdas) {
    assert.deepEqual(lambda.Properties.Architectures, ['arm64'], nameOf(lambda));
    assert.equal(lambda.Properties.Runtime, `nodejs${process.versions.node.split('.')[0]}.x`, nameOf(lambda));
    assert.deepEqual(lambda.Properties.TracingConfig, { Mode: 'Active' }, nameOf(lambda));
  }
  const roles = lambdas.map((lambda) => `${lambda.stack} ${target(lambda, lambda.Properties.Role)?.id}`);
  assert.equal(new Set(roles).size, lambdas.length);
});

test('every log group ends some day, and every function writes JSON to one, and Lambda only what goes wrong', () => {
  for (const group of resourcesOfType<{ RetentionInDays: number }>('AWS::Logs::LogGroup')) {
    assert.ok(group.Properties.RetentionInDays <= 90, nameOf(group));
  }
  for (const lambda of lambdas) {
    const { LogFormat, SystemLogLevel, LogGroup } = lambda.Properties.LoggingConfig;
    assert.equal(LogFormat, 'JSON', nameOf(lambda));
    assert.equal(SystemLogLevel, 'WARN', nameOf(lambda));
    assert.equal(target(lambda, LogGroup)?.Type, 'AWS::Logs::LogGroup', nameOf(lambda));
  }
});

/** What has no resources that could be named when the stack is deployed, and why. */
const onAnyName: readonly [RegExp, string][] = [
  [/^xray:Put/, 'traces have no resources'],
  [/^scheduler:\w+Schedule$/, 'schedules are named after polls, in the group of the stage'],
  [/^application-autoscaling:RegisterScalableTarget$/, 'AWS makes up the names of scalable targets'],
];

test('nothing is granted on all resources but what can not be named, and no action by a wildcard', () => {
  for (const policy of resourcesOfType<Policy>('AWS::IAM::Policy')) {
    for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
      const actions = [Action].flat();
      assert.ok(!actions.some((action) => action.includes('*')), `${nameOf(policy)}: ${actions}`);
      const onAll = [Resource].flat().some((resource) => JSON.stringify(resource).includes('*'));
      if (onAll)
        assert.ok(
          actions.every((action) => onAnyName.some(([allowed]) => allowed.test(action))),
          `${nameOf(policy)}: ${actions}`,
        );
    }
  }
});

test('only its owner may call a function: API Gateway from its own API', () => {
  for (const permission of resourcesOfType<{ Principal: string; SourceArn: unknown }>('AWS::Lambda::Permission')) {
    assert.equal(permission.Properties.Principal, 'apigateway.amazonaws.com', nameOf(permission));
    assert.match(JSON.stringify(permission.Properties.SourceArn), /"Ref":"Api/, nameOf(permission));
  }
});
