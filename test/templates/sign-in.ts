import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../contracts/functions.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, resourcesOfType, stages, type TemplateResource, target } from '../support/templates.ts';

interface UserPool {
  readonly AdminCreateUserConfig: { readonly AllowAdminCreateUserOnly: boolean };
  readonly DeletionProtection: string;
  readonly EnabledMfas: readonly string[];
  readonly MfaConfiguration: string;
  readonly Policies: { readonly PasswordPolicy: Readonly<Record<string, unknown>> };
  readonly UserPoolTags: Readonly<Record<string, string>>;
  readonly UserPoolTier: string;
}

/** What the template says of the client, and what Cognito's API is told of it. */
type Client = Readonly<Record<string, unknown>>;

const pools = resourcesOfType<UserPool>('AWS::Cognito::UserPool');
const clients = resourcesOfType<Client>('AWS::Cognito::UserPoolClient');
const calls = resourcesOfType<{ Create: unknown; Update: unknown }>('Custom::AWS').filter((call) =>
  JSON.stringify(call).includes('updateUserPoolClient'),
);

/** The call of a custom resource, its references made plain. */
function callOf(call: TemplateResource<{ Create: unknown }>): { parameters: Client; region: string } {
  const { 'Fn::Join': join } = call.Properties.Create as { 'Fn::Join': [string, readonly unknown[]] };
  return JSON.parse(join[1].map((part) => (typeof part === 'string' ? part : 'made-at-deployment')).join(''));
}

test('every stage has one user pool, at home, and asks people for what its configuration says', () => {
  assert.deepEqual(
    pools.map(({ stack }) => stack),
    stages.map((stage) => `groundswell-${stage}-data`),
  );
  for (const pool of pools) {
    const { AdminCreateUserConfig, DeletionProtection, EnabledMfas, MfaConfiguration, UserPoolTier } = pool.Properties;
    const { people, retain } = testStage(pool.stage);
    assert.equal(AdminCreateUserConfig.AllowAdminCreateUserOnly, people.signUp === 'closed', nameOf(pool));
    assert.equal(DeletionProtection, retain ? 'ACTIVE' : 'INACTIVE', nameOf(pool));
    const mfa = people.mfa === 'required' ? 'ON' : 'OPTIONAL';
    assert.deepEqual([MfaConfiguration, EnabledMfas], [mfa, ['SOFTWARE_TOKEN_MFA']], nameOf(pool));
    assert.equal(UserPoolTier, 'LITE', 'other plans cost for each person');
    const { MinimumLength, TemporaryPasswordValidityDays, ...required } = pool.Properties.Policies.PasswordPolicy;
    assert.ok(Number(MinimumLength) >= 12 && Number(TemporaryPasswordValidityDays) <= 7, nameOf(pool));
    const kinds = ['RequireLowercase', 'RequireNumbers', 'RequireSymbols', 'RequireUppercase'];
    assert.deepEqual(required, Object.fromEntries(kinds.map((kind) => [kind, true])), nameOf(pool));
  }
});

test('a user pool says whose it is, as the boundary of pull requests goes by it', () => {
  for (const pool of pools) {
    const { owner } = testStage(pool.stage);
    assert.deepEqual(pool.Properties.UserPoolTags, {
      project: 'groundswell',
      stage: pool.stage,
      service: 'data',
      owner,
    });
  }
});

test('the one client of a pool has no secret and no way in but the code flow', () => {
  assert.equal(clients.length, pools.length);
  for (const client of clients) {
    const { Properties } = client;
    assert.equal(target(client, Properties.UserPoolId)?.Type, 'AWS::Cognito::UserPool', nameOf(client));
    assert.equal(Properties.GenerateSecret, false, nameOf(client));
    assert.deepEqual(Properties.ExplicitAuthFlows, ['ALLOW_REFRESH_TOKEN_AUTH'], nameOf(client));
    assert.equal(Properties.PreventUserExistenceErrors, 'ENABLED', nameOf(client));
    const flows = Properties.AllowedOAuthFlows;
    if (flows !== undefined) assert.deepEqual(flows, ['code'], nameOf(client));
  }
});

test('with a domain the client knows from the start where the studio stands', () => {
  for (const client of clients) {
    const { domain } = testStage(client.stage);
    const expected = domain && [`https://${domain.name}/`];
    assert.deepEqual(client.Properties.CallbackURLs, expected, nameOf(client));
    assert.deepEqual(client.Properties.LogoutURLs, expected, nameOf(client));
    assert.equal(client.Properties.AllowedOAuthFlowsUserPoolClient, domain ? true : undefined, nameOf(client));
  }
});

test('without a domain the client is told CloudFront’s name, and all of its other settings again', () => {
  const nameless = stages.filter((stage) => testStage(stage).domain === undefined);
  assert.deepEqual(
    calls.map(({ stack }) => stack),
    nameless.map((stage) => `groundswell-${stage}-edge`),
  );
  for (const call of calls) {
    assert.deepEqual(call.Properties.Create, call.Properties.Update, 'each change of the address is told');
    const { parameters, region } = callOf(call);
    assert.equal(region, testStage(call.stage).regions[0]);
    const {
      UserPoolId: _,
      GenerateSecret,
      ...kept
    } = clients.find(({ stage }) => stage === call.stage)?.Properties ?? {};
    assert.equal(GenerateSecret, false);
    assert.deepEqual(parameters, {
      ...kept,
      UserPoolId: 'made-at-deployment',
      ClientId: 'made-at-deployment',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://made-at-deployment/'],
      LogoutURLs: ['https://made-at-deployment/'],
    });
    assert.match(JSON.stringify(call.Properties.Create), /"Fn::GetAtt":\["FrontDistribution\w+","DomainName"\]/);
  }
});

test('a function that takes access tokens is told the pool and the client of its own stage', () => {
  const lambdas = resourcesOfType<{ Environment?: { Variables: Readonly<Record<string, unknown>> } }>(
    'AWS::Lambda::Function',
  );
  let found = 0;
  for (const lambda of lambdas) {
    const { SIGN_IN_ISSUER, SIGN_IN_CLIENT_ID } = lambda.Properties.Environment?.Variables ?? {};
    if (SIGN_IN_ISSUER === undefined) continue;
    found += 1;
    const home = `"StackName":"groundswell-${lambda.stage}-data"`;
    for (const value of [SIGN_IN_ISSUER, SIGN_IN_CLIENT_ID])
      assert.ok(JSON.stringify(value).includes(home), nameOf(lambda));
    const [region] = testStage(lambda.stage).regions;
    assert.ok(JSON.stringify(SIGN_IN_ISSUER).includes(`https://cognito-idp.${region}.`), nameOf(lambda));
  }
  const taking = Object.values(functions).filter(({ environment }) =>
    environment.some((name) => name === 'SIGN_IN_ISSUER'),
  );
  assert.ok(taking.length > 0);
  assert.equal(found, taking.length * stages.reduce((sum, stage) => sum + testStage(stage).regions.length, 0));
});
