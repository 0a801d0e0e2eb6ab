import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloudOnly, delivery } from '../../contracts/names.ts';
import { WrongConfiguration } from '../../lib/configuration/schema.ts';
import { addDelivery } from '../../lib/delivery.ts';
import { appOf } from '../support/app.ts';
import { testConfiguration } from '../support/configuration.ts';
import { allows, type Statement } from '../support/policy.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly RoleName?: string;
    readonly MaxSessionDuration?: number;
    readonly Roles?: readonly unknown[];
    readonly AssumeRolePolicyDocument?: { readonly Statement: readonly Statement[] };
    readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
  };
}
interface Template {
  readonly Metadata: object;
  readonly Resources: Readonly<Record<string, Resource>>;
}

const account = '111122223333';
const { repository } = testConfiguration.github;

/** The stack's template with its references made plain. */
function templateFor(uses?: string): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'groundswell-delivery-'));
  try {
    const app = appOf(outdir);
    addDelivery(app, testConfiguration, uses);
    const { template } = app.synth().getStackByName(delivery.stack);
    return JSON.parse(JSON.stringify(template), (_key, value) => {
      if (value?.Ref === 'AWS::AccountId') return account;
      if (value?.['Fn::Join']) return value['Fn::Join'][1].join(value['Fn::Join'][0]);
      const named = value?.['Fn::GetAtt']?.[0] ?? value?.Ref;
      const role = named && template.Resources[named]?.Properties.RoleName;
      return role ? `arn:aws:iam::${account}:role/${role}` : value;
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const template = templateFor();
const all = Object.values(template.Resources);
const statementsOf = (roleName: string) =>
  all
    .filter(({ Properties }) => Properties.Roles?.some((role) => String(role).endsWith(`role/${roleName}`)))
    .flatMap(({ Properties }) => Properties.PolicyDocument?.Statement ?? []);
const may = (roleName: string, action: string, resource: string, context: Record<string, string> = {}) =>
  allows(statementsOf(roleName), { action, resource, context });
const stack = (stage: string) => `arn:aws:cloudformation:eu-central-1:${account}:stack/groundswell-${stage}-data/1`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const table = (stage: string) => `arn:aws:dynamodb:eu-central-1:${account}:table/groundswell-${stage}-polls`;
const { roles } = delivery;

test('each role is for one kind of job of one repository, by its whole subject, and for its time', () => {
  const jobs: Record<string, [subject: string, hours: number]> = {
    [roles.preview]: ['pull_request', 3],
    [roles.diff]: ['pull_request', 1],
    [roles.sweep]: ['ref:refs/heads/main', 3],
    [roles.staging]: ['environment:staging', 3],
    [roles.production]: ['environment:production', 6],
  };
  for (const [name, [job, hours]] of Object.entries(jobs)) {
    const found = all.find(({ Properties }) => Properties.RoleName === name);
    assert.equal(found?.Properties.MaxSessionDuration, hours * 3_600, name);
    assert.deepEqual(
      found?.Properties.AssumeRolePolicyDocument?.Statement.map(({ Condition }) => Condition),
      [
        {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': `repo:${repository}:${job}`,
          },
        },
      ],
      name,
    );
  }
  assert.equal(all.filter(({ Type }) => Type === 'AWS::IAM::Role').length, Object.keys(roles).length);
});

test('the jobs of a pull request reach the stacks, roles and tables of pull requests only', () => {
  for (const name of [roles.preview, roles.previewDeployment]) {
    assert.ok(may(name, 'cloudformation:DeleteStack', stack('pr-7')), name);
    for (const stage of ['dev', 'staging', 'production', 'preview-a']) {
      assert.ok(!may(name, 'cloudformation:DeleteStack', stack(stage)), `${name} ${stage}`);
      assert.ok(!may(name, 'cloudformation:ExecuteChangeSet', stack(stage)), `${name} ${stage}`);
      assert.ok(!may(name, 'dynamodb:PutItem', table(stage), { 'dynamodb:LeadingKeys': 'KEY#1' }), `${name} ${stage}`);
    }
    for (const kind of ['deploy', 'lookup', 'file-publishing', 'cfn-exec']) {
      const shared = role(`cdk-hnb659fds-${kind}-role-${account}-eu-central-1`);
      assert.ok(!may(name, 'sts:AssumeRole', shared) && !may(name, 'iam:PassRole', shared), `${name} ${kind}`);
    }
    const own = role(`cdk-${delivery.qualifier}-deploy-role-${account}-eu-central-1`);
    assert.ok(!may(name, 'sts:AssumeRole', own), `${name}: the CDK’s deployment role can delete any stack`);
  }
  assert.ok(may(roles.preview, 'sts:AssumeRole', role(roles.previewDeployment)));
});

test('the sweeper removes previews and nothing else', () => {
  for (const stage of ['pr-7', 'preview-a']) assert.ok(may(roles.sweep, 'cloudformation:DeleteStack', stack(stage)));
  for (const stage of ['dev', 'staging', 'production']) {
    assert.ok(!may(roles.sweep, 'cloudformation:DeleteStack', stack(stage)), stage);
  }
  assert.ok(!may(roles.sweep, 'cloudformation:UpdateTerminationProtection', stack('production')));
});

test('the role for comparing reads the templates of staging and not a single item', () => {
  assert.ok(may(roles.diff, 'cloudformation:GetTemplate', stack('staging')));
  assert.ok(!may(roles.diff, 'cloudformation:GetTemplate', stack('production')));
  assert.deepEqual(
    statementsOf(roles.diff)
      .flatMap(({ Action }) => Action)
      .sort(),
    ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
  );
});

test('a deployment makes keys in its own stage’s table, and reads none of its items', () => {
  for (const [stage, other] of [
    ['staging', 'production'],
    ['production', 'staging'],
  ] as const) {
    const context = { 'dynamodb:LeadingKeys': 'KEY#1' };
    assert.ok(may(roles[stage], 'dynamodb:PutItem', table(stage), context), stage);
    assert.ok(!may(roles[stage], 'dynamodb:PutItem', table(stage), { 'dynamodb:LeadingKeys': 'POLL#1' }), stage);
    assert.ok(!may(roles[stage], 'dynamodb:PutItem', table(other), context), stage);
    assert.ok(!may(roles[stage], 'dynamodb:GetItem', table(stage), context), stage);
  }
});

test('within the boundary nothing of another stage can be touched, and nobody leaves it', () => {
  const policy = all.find(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')?.Properties.PolicyDocument?.Statement ?? [];
  const bounded = (action: string, resource: string, context: Record<string, string> = {}) =>
    allows(policy, { action, resource, context });
  const boundary = { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/${delivery.boundary}` };
  const api = 'arn:aws:apigateway:eu-central-1::/apis/a1b2';
  assert.ok(bounded('dynamodb:DeleteTable', table('pr-7')));
  assert.ok(bounded('apigateway:DELETE', api, { 'aws:ResourceTag/stage': 'pr-7' }));
  assert.ok(bounded('apigateway:POST', 'arn:aws:apigateway:eu-central-1::/apis'));
  assert.ok(bounded('iam:CreateRole', role('groundswell-pr-7-a'), boundary));
  assert.ok(bounded('secretsmanager:GetRandomPassword', '*'));
  assert.ok(bounded('iam:GetRolePolicy', role('groundswell-pr-7-a')));
  assert.ok(bounded('logs:DeleteLogDelivery', '*'));
  const distribution = `arn:aws:cloudfront::${account}:distribution/E1`;
  const userPool = `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_a`;
  for (const action of ['UpdateUserPool', 'UpdateUserPoolClient', 'CreateUserPoolDomain', 'DeleteUserPool']) {
    assert.ok(bounded(`cognito-idp:${action}`, userPool, { 'aws:ResourceTag/stage': 'pr-7' }), action);
  }
  assert.ok(bounded('cognito-idp:CreateUserPool', '*'));
  // The pages are uploaded from the bootstrap's bucket to the stage's own.
  assert.ok(bounded('s3:GetObject', `arn:aws:s3:::cdk-${delivery.qualifier}-assets-${account}-eu-central-1/a.zip`));
  assert.ok(bounded('s3:PutObject', 'arn:aws:s3:::groundswell-pr-7-edge-frontpagesbucket-a/index.html'));
  assert.ok(bounded('lambda:PublishLayerVersion', `arn:aws:lambda:eu-central-1:${account}:layer:UploadAssets`));
  assert.ok(bounded('cloudfront:GetDistribution', distribution, { 'aws:ResourceTag/stage': 'pr-7' }));
  for (const stage of ['dev', 'staging', 'production', 'preview-a']) {
    const named = `eu-central-1:${account}`;
    assert.ok(!bounded('dynamodb:GetItem', table(stage)), stage);
    assert.ok(!bounded('sqs:SendMessage', `arn:aws:sqs:${named}:groundswell-${stage}-Accepted`), stage);
    assert.ok(
      !bounded(
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:${named}:secret:groundswell-${stage}-voter-tokens`,
      ),
    );
    assert.ok(!bounded('s3:DeleteObject', `arn:aws:s3:::groundswell-${stage}-media/a`), stage);
    assert.ok(!bounded('lambda:UpdateFunctionCode', `arn:aws:lambda:${named}:function:groundswell-${stage}-a`), stage);
    assert.ok(!bounded('cloudformation:DeleteStack', stack(stage)), stage);
    assert.ok(!bounded('apigateway:DELETE', api, { 'aws:ResourceTag/stage': stage }), stage);
    assert.ok(!bounded('iam:PassRole', role(`groundswell-${stage}-a`)), stage);
    assert.ok(!bounded('cloudfront:GetDistribution', distribution, { 'aws:ResourceTag/stage': stage }), stage);
    const log = `arn:aws:logs:${named}:log-group:/aws/lambda/groundswell-${stage}-a`;
    for (const action of ['UpdateUserPoolClient', 'AdminCreateUser', 'AdminAddUserToGroup', 'ListUsers']) {
      assert.ok(!bounded(`cognito-idp:${action}`, userPool, { 'aws:ResourceTag/stage': stage }), `${action} ${stage}`);
    }
    for (const kind of ['Group', 'Stream']) assert.ok(!bounded(`logs:DeleteLog${kind}`, log), stage);
  }
  assert.ok(!bounded('iam:CreateRole', role('groundswell-pr-7-a')));
  for (const change of ['Put', 'Delete', 'Attach', 'Detach']) {
    assert.ok(!bounded(`iam:${change}RolePolicy`, role('groundswell-pr-7-a')), change);
    assert.ok(bounded(`iam:${change}RolePolicy`, role('groundswell-pr-7-a'), boundary), change);
  }
  assert.ok(!bounded('cloudfront:ListDistributions', '*'), 'it shows other stages’ origin keys');
  assert.ok(!bounded('cloudfront:ListDistributionsByWebACLId', '*'), 'so does this');
  assert.ok(!bounded('iam:DeleteRolePermissionsBoundary', role('groundswell-pr-7-a'), boundary));
  assert.ok(!bounded('iam:CreatePolicyVersion', `arn:aws:iam::${account}:policy/${delivery.boundary}`));
  assert.ok(!bounded('iam:CreateUser', `arn:aws:iam::${account}:user/a`));
  assert.ok(!bounded('sts:AssumeRole', role(`cdk-hnb659fds-deploy-role-${account}-eu-central-1`)));
  // IAM's limit for a managed policy, without white space.
  assert.ok(JSON.stringify(policy).length < 6_144);
});

test('an account gets the roles of what it is for', () => {
  const names = (uses: string) =>
    Object.values(templateFor(uses).Resources).flatMap(({ Properties }) => Properties.RoleName ?? []);
  assert.deepEqual(names('production'), [roles.production]);
  assert.ok(!names('previews,staging').includes(roles.production));
  assert.throws(() => templateFor('everything'), WrongConfiguration);
});

test('a laptop leaves the stack out', () => {
  assert.deepEqual(template.Metadata, { [cloudOnly]: true });
});
