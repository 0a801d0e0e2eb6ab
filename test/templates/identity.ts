import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitions } from '../../contracts/names.ts';
import { localTargetsAllowed } from '../../contracts/webhooks.ts';
import type { Statement } from '../support/policy.ts';
import { nameOf, regionStacks, resourcesOfType, type TemplateResource, target } from '../support/templates.ts';

interface Lambda {
  readonly VpcConfig?: unknown;
  readonly Role: unknown;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

const lambdas = resourcesOfType<Lambda>('AWS::Lambda::Function').filter(({ id }) => /^(People|Voters)Service/.test(id));
const policies = resourcesOfType<{ Roles: readonly unknown[]; PolicyDocument: { Statement: readonly Statement[] } }>(
  'AWS::IAM::Policy',
);
const statementsOf = (lambda: TemplateResource<Lambda>) => {
  const role = target(lambda, lambda.Properties.Role);
  return policies
    .filter((policy) => policy.Properties.Roles.some((one) => target(policy, one) === role))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
};

/** Of the Polls table’s partitions, those that a function touches: API keys are none of them. */
const touches: Readonly<Record<string, readonly (keyof typeof partitions)[]>> = {
  managePeople: ['workspace', 'invitation', 'person', 'audit'],
  joinWorkspace: ['workspace', 'invitation', 'person', 'audit'],
  admitVoter: ['poll', 'code', 'workspace'],
  manageVoters: ['poll', 'code', 'workspace', 'audit'],
};

test('what makes members and voters of people reaches nothing of the Polls table but what it is there for', () => {
  for (const [name, parts] of Object.entries(touches)) {
    const own = lambdas.filter(({ id }) => id.includes(name));
    assert.equal(own.length, regionStacks.length, name);
    for (const lambda of own) {
      const onTables = statementsOf(lambda).filter(({ Action }) => String(Action).includes('dynamodb:'));
      assert.ok(onTables.length > 0, nameOf(lambda));
      for (const { Condition, Resource } of onTables) {
        const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
        // What has no such condition is about another table.
        if (keys === undefined) assert.doesNotMatch(JSON.stringify(Resource), /polls/i, nameOf(lambda));
        const allowed = parts.map((part) => `${partitions[part]}*`);
        assert.deepEqual(
          [keys ?? []].flat().filter((key) => !allowed.includes(key)),
          [],
          nameOf(lambda),
        );
      }
    }
  }
});

test('what fetches keys from addresses of others’ choosing is in no network, and calls no machine of ours', () => {
  for (const lambda of lambdas.filter(({ id }) => /(admit|manage)Voter/.test(id))) {
    assert.equal(lambda.Properties.VpcConfig, undefined, nameOf(lambda));
    assert.notEqual(lambda.Properties.Environment.Variables.LOCAL_TARGETS, localTargetsAllowed, nameOf(lambda));
  }
});

test('a function has one integration and one permission of the API, however many routes it answers', () => {
  for (const type of ['AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission']) {
    const called = resourcesOfType<{ IntegrationUri?: unknown; FunctionName?: unknown; Principal?: string }>(type)
      .filter(({ Properties: { Principal = 'apigateway.amazonaws.com' } }) => Principal === 'apigateway.amazonaws.com')
      // An authorizer is called apart from routes.
      .filter(({ id }) => !id.includes('KeyAuthorizer'))
      .map(
        ({ stack, Properties }) => `${stack} ${JSON.stringify(Properties.IntegrationUri ?? Properties.FunctionName)}`,
      );
    assert.equal(new Set(called).size, called.length, type);
  }
});
