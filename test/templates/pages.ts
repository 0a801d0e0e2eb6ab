import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  assetsPath,
  framedPagePolicy,
  isFramed,
  pagePolicy,
  pages,
  scripts,
  settingsPath,
} from '../../contracts/pages.ts';
import { pagesFolder } from '../../lib/pages.ts';
import { testStage } from '../support/configuration.ts';
import {
  type Behavior,
  behaviorFor,
  configOf,
  type Distribution,
  distributions,
  originOf,
} from '../support/distributions.ts';
import { nameOf, resourcesOfType, type TemplateResource, target } from '../support/templates.ts';

interface HeadersPolicy {
  readonly ResponseHeadersPolicyConfig: {
    readonly CorsConfig?: { readonly AccessControlAllowOrigins: { readonly Items: readonly string[] } };
    readonly SecurityHeadersConfig: {
      readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: string; readonly Override: boolean };
      readonly FrameOptions?: { readonly FrameOption: string };
    };
  };
}

interface Upload {
  readonly ServiceToken: unknown;
  readonly SourceObjectKeys: readonly string[];
  readonly SourceMarkers?: readonly object[];
  readonly DestinationBucketName: unknown;
  readonly DestinationBucketKeyPrefix?: string;
  readonly Prune: boolean;
  readonly RetainOnDelete?: boolean;
  readonly SystemMetadata: { readonly 'cache-control': string };
}

const uploads = resourcesOfType<Upload>('Custom::CDKBucketDeployment');
const pagePaths = ['/', ...Object.keys(pages).map((name) => `/${name}.html`)];
const scriptPaths = Object.keys(scripts).map((name) => `/${name}.js`);
const headersOf = (distribution: Distribution, behavior: Behavior) =>
  target<HeadersPolicy>(distribution, behavior.ResponseHeadersPolicyId)?.Properties.ResponseHeadersPolicyConfig;

test('every page has its policy, and may be framed by others if it is made for that', () => {
  for (const distribution of distributions) {
    for (const path of [...pagePaths, settingsPath, `${assetsPath}x.js`]) {
      const security = headersOf(distribution, behaviorFor(distribution, path))?.SecurityHeadersConfig;
      const { ContentSecurityPolicy: policy, Override: overrides } = security?.ContentSecurityPolicy ?? {};
      assert.equal(policy, isFramed(path) ? framedPagePolicy : pagePolicy, path);
      assert.equal(overrides, true, path);
      assert.equal(security?.FrameOptions?.FrameOption, isFramed(path) ? undefined : 'SAMEORIGIN', path);
    }
  }
  assert.match(framedPagePolicy, /frame-ancestors \*/);
  assert.match(pagePolicy, /frame-ancestors 'self'/);
});

test('no policy lets anything run that stands in a page, or that is made of text', () => {
  for (const policy of resourcesOfType<HeadersPolicy>('AWS::CloudFront::ResponseHeadersPolicy')) {
    const { ContentSecurityPolicy } = policy.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const text = ContentSecurityPolicy.ContentSecurityPolicy;
    assert.match(text, /^default-src '(self|none)';/, nameOf(policy));
    assert.doesNotMatch(text, /unsafe|script-src|style-src|\bdata:[^;]*script/, nameOf(policy));
  }
});

test('pages of every origin may load the scripts', () => {
  for (const distribution of distributions) {
    for (const path of scriptPaths) {
      const { CorsConfig } = headersOf(distribution, behaviorFor(distribution, path)) ?? {};
      assert.deepEqual(CorsConfig?.AccessControlAllowOrigins.Items, ['*'], path);
    }
  }
});

test('a distribution stays far from CloudFront’s 25 behaviors', () => {
  for (const distribution of distributions) {
    assert.ok(configOf(distribution).CacheBehaviors.length < 20, nameOf(distribution));
  }
});

test('what is bundled is all that a path of a page or a script asks for', () => {
  for (const path of ['/index.html', ...pagePaths.slice(1), ...scriptPaths]) {
    assert.ok(existsSync(join(pagesFolder, path)), path);
  }
  assert.ok(readdirSync(join(pagesFolder, assetsPath)).length > 0);
});

const isAssets = ({ Properties }: TemplateResource<Upload>) => Properties.DestinationBucketKeyPrefix !== undefined;

test('each stage uploads its pages to the bucket that they are shown from, after the assets that they load', () => {
  for (const distribution of distributions) {
    const [assets, ...others] = uploads.filter((upload) => upload.stack === distribution.stack && isAssets(upload));
    const [page, ...more] = uploads.filter((upload) => upload.stack === distribution.stack && !isAssets(upload));
    assert.ok(assets && page && others.length + more.length === 0, nameOf(distribution));
    assert.equal(`/${assets.Properties.DestinationBucketKeyPrefix}/`, assetsPath);
    assert.ok(page.DependsOn?.includes(assets.id), 'a page that is there before its assets shows nothing');
    for (const [upload, path] of [
      [page, '/'],
      [assets, `${assetsPath}x.js`],
    ] as const) {
      const { DomainName } = originOf(distribution, behaviorFor(distribution, path));
      assert.equal(target(distribution, DomainName), target(upload, upload.Properties.DestinationBucketName), path);
    }
  }
});

test('assets are kept for a year, what has a lasting name for a minute, and nothing is taken from pages that stand open', () => {
  for (const upload of uploads) {
    const { Prune, RetainOnDelete, SystemMetadata } = upload.Properties;
    assert.equal(Prune, false, nameOf(upload));
    assert.notEqual(RetainOnDelete, false, nameOf(upload));
    assert.equal(
      SystemMetadata['cache-control'],
      isAssets(upload) ? 'public, max-age=31536000, immutable' : 'public, max-age=60, stale-while-revalidate=60',
      nameOf(upload),
    );
  }
});

test('the upload may read its own archives, write to the pages’ bucket, and nothing else', () => {
  const policies = resourcesOfType<{ Roles: unknown[]; PolicyDocument: { Statement: readonly object[] } }>(
    'AWS::IAM::Policy',
  );
  for (const upload of uploads) {
    const lambda = target<{ Role: unknown }>(upload, upload.Properties.ServiceToken);
    const role = target(upload, lambda?.Properties.Role);
    const own = policies.filter((policy) =>
      policy.Properties.Roles.some((one) => role && target(policy, one) === role),
    );
    assert.equal(own.length, 1, nameOf(upload));
    const statements = own
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .map((one) => JSON.stringify(one));
    const s3 = statements.filter((text) => text.includes('"s3:'));
    assert.equal(s3.length, 3, nameOf(upload));
    for (const key of upload.Properties.SourceObjectKeys) assert.ok(s3.some((text) => text.includes(`/${key}`)));
    assert.ok(own[0] && upload.DependsOn?.includes(own[0].id), 'it has leave before it begins');
  }
});

test('the studio is told where people sign in', () => {
  for (const upload of uploads.filter((one) => !isAssets(one))) {
    const told = JSON.stringify(upload.Properties.SourceMarkers);
    const home = `groundswell-${upload.stage}-data`;
    assert.ok(told.includes(`"StackName":"${home}"`) && told.includes('SignInClient'), nameOf(upload));
    assert.ok(testStage(upload.stage).regions.some((region) => told.includes(`"Region":"${region}"`)));
  }
});
