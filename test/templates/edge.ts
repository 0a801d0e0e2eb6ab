import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CachePolicy, OriginRequestPolicy } from 'aws-cdk-lib/aws-cloudfront';
import {
  originKeyHashType,
  originKeyHeader,
  originKeysVariable,
  viewerAddressHeader,
  viewerCountryHeader,
  viewerNetworkHeader,
} from '../../contracts/edge.ts';
import { headers } from '../../contracts/headers.ts';
import { isFramed } from '../../contracts/pages.ts';
import { routes } from '../../contracts/routes.ts';
import { edgeRegionOf } from '../../lib/configuration/edge.ts';
import { testStage } from '../support/configuration.ts';
import {
  behaviorFor,
  behaviorsOf,
  cachePolicyOf,
  configOf,
  distributions,
  isApi,
  originOf,
  requestHeadersOf,
} from '../support/distributions.ts';
import { nameOf, resourcesOfType, stages, synthesizedTemplates, target } from '../support/templates.ts';

const pathOf = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');
/** The routes whose answers a cache may share: what is the same for everyone, and results. */
const isSnapshot = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' && /\/ballot$|\/results|\/live$|^\/health$/.test(path);

test('every stage has one distribution, in us-east-1 where it needs a certificate or a web ACL', () => {
  assert.deepEqual(
    distributions.map(({ stack }) => stack),
    stages.map((stage) => `groundswell-${stage}-edge`),
  );
  const { domain: _, ...nameless } = testStage('production');
  const places = [testStage('dev'), nameless, { ...nameless, waf: false }].map(edgeRegionOf);
  assert.deepEqual(places, ['eu-central-1', 'us-east-1', 'eu-central-1']);
});

test('every route of the contracts leads to the API, with its method', () => {
  for (const distribution of distributions) {
    for (const { method, path } of routes) {
      const behavior = behaviorFor(distribution, pathOf(path));
      assert.ok(isApi(originOf(distribution, behavior)), path);
      assert.ok(behavior.AllowedMethods?.includes(method), `${method} ${path}`);
      assert.ok(behavior.AllowedMethods?.includes('OPTIONS'), `${path} answers a preflight`);
    }
  }
});

test('the API is cached where its answers may be shared, and nowhere else', () => {
  for (const distribution of distributions) {
    for (const route of routes) {
      const behavior = behaviorFor(distribution, pathOf(route.path));
      if (isSnapshot(route)) assert.ok(cachePolicyOf(distribution, behavior), route.path);
      else assert.equal(behavior.CachePolicyId, CachePolicy.CACHING_DISABLED.cachePolicyId, route.path);
    }
    for (const behavior of behaviorsOf(distribution).filter(({ AllowedMethods }) => AllowedMethods?.includes('POST'))) {
      assert.equal(behavior.CachePolicyId, CachePolicy.CACHING_DISABLED.cachePolicyId, behavior.PathPattern);
    }
  }
});

test('a snapshot is kept for as long as it says itself, by API key and voter token, and by nothing else', () => {
  for (const distribution of distributions) {
    const policy = cachePolicyOf(distribution, behaviorFor(distribution, '/polls/x/results'));
    assert.ok(policy);
    assert.deepEqual([policy.MinTTL, policy.DefaultTTL], [0, 0]);
    const { HeadersConfig, QueryStringsConfig, CookiesConfig } = policy.ParametersInCacheKeyAndForwardedToOrigin;
    assert.deepEqual([...(HeadersConfig.Headers ?? [])].sort(), [headers.apiKey, headers.voterToken].sort());
    assert.equal(QueryStringsConfig.QueryStringBehavior, 'none');
    assert.equal(CookiesConfig.CookieBehavior, 'none');
  }
});

test('the API hears what a preflight asks, and CloudFront answers pages of any origin from its cache too', () => {
  const telling = [OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER, OriginRequestPolicy.CORS_S3_ORIGIN];
  const ids: unknown[] = telling.map(({ originRequestPolicyId }) => originRequestPolicyId);
  const asked = ['origin', 'access-control-request-method', 'access-control-request-headers'];
  for (const distribution of distributions) {
    for (const behavior of behaviorsOf(distribution).filter((one) => isApi(originOf(distribution, one)))) {
      const own = requestHeadersOf(distribution, behavior);
      const tells = own ? asked.every((header) => own.includes(header)) : ids.includes(behavior.OriginRequestPolicyId);
      assert.ok(tells, behavior.PathPattern);
      const policy = JSON.stringify(target(distribution, behavior.ResponseHeadersPolicyId)?.Properties);
      assert.match(policy, /"AccessControlAllowOrigins":\{"Items":\["\*"\]\}/);
      assert.match(policy, /"Header":"retry-after","Override":false/);
    }
  }
});

test('a vote, and nothing else, tells the API its country, with all that the function reads and never the Host', () => {
  const read = [headers.voterToken, headers.idempotencyKey, 'user-agent', 'content-type'];
  read.push(viewerCountryHeader, viewerAddressHeader, viewerNetworkHeader);
  for (const distribution of distributions) {
    for (const { method, path } of routes) {
      const told = requestHeadersOf(distribution, behaviorFor(distribution, pathOf(path)));
      if (method !== 'POST' || !path.endsWith('/responses')) {
        assert.equal(told, undefined, path);
        continue;
      }
      assert.ok(told, path);
      for (const header of read) assert.ok(told.includes(header), header);
      assert.ok(!told.includes('host'));
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
      assert.ok(told.length <= 10, told.join(' '));
    }
  }
});

test('an error is never kept, as the next moment may mend it', () => {
  for (const distribution of distributions) {
    const { CustomErrorResponses } = configOf(distribution);
    assert.ok(CustomErrorResponses.some(({ ErrorCode }) => ErrorCode === 403));
    assert.ok(CustomErrorResponses.some(({ ErrorCode }) => ErrorCode === 404));
    assert.ok(CustomErrorResponses.some(({ ErrorCode }) => ErrorCode === 503));
    for (const { ErrorCachingMinTTL } of CustomErrorResponses) assert.equal(ErrorCachingMinTTL, 0);
  }
});

test('snapshots are collapsed in Origin Shield, and votes go straight to their nearest region', () => {
  for (const distribution of distributions) {
    const [home] = testStage(distribution.stage).regions;
    for (const route of routes) {
      const origin = originOf(distribution, behaviorFor(distribution, pathOf(route.path)));
      assert.equal(origin.OriginShield?.OriginShieldRegion, isSnapshot(route) ? home : undefined, route.path);
    }
  }
});

test('everything is compressed, over HTTPS, with HTTP/3 and security headers', () => {
  for (const distribution of distributions) {
    assert.equal(configOf(distribution).HttpVersion, 'http2and3');
    for (const behavior of behaviorsOf(distribution)) {
      const name = `${nameOf(distribution)} ${behavior.PathPattern}`;
      assert.equal(behavior.Compress, true, name);
      assert.match(behavior.ViewerProtocolPolicy, /^(https-only|redirect-to-https)$/, name);
      const policy = JSON.stringify(target(distribution, behavior.ResponseHeadersPolicyId)?.Properties);
      const mayBeFramed = isFramed(behavior.PathPattern ?? '');
      for (const header of [
        'StrictTransportSecurity',
        'ContentTypeOptions',
        'ContentSecurityPolicy',
        ...(mayBeFramed ? [] : ['FrameOptions']),
      ]) {
        assert.ok(policy.includes(`"${header}"`), `${name}: ${header}`);
      }
      const { ParametersInCacheKeyAndForwardedToOrigin: key } = cachePolicyOf(distribution, behavior) ?? {};
      if (key) assert.ok(key.EnableAcceptEncodingBrotli && key.EnableAcceptEncodingGzip, name);
    }
  }
});

test('TLS is 1.2 at least, on both sides of CloudFront', () => {
  for (const distribution of distributions) {
    const { ViewerCertificate, Origins } = configOf(distribution);
    const { domain } = testStage(distribution.stage);
    assert.equal(ViewerCertificate?.MinimumProtocolVersion, domain && 'TLSv1.2_2021', nameOf(distribution));
    for (const { CustomOriginConfig } of Origins.filter(isApi)) {
      assert.equal(CustomOriginConfig?.OriginProtocolPolicy, 'https-only');
      assert.deepEqual(CustomOriginConfig?.OriginSSLProtocols, ['TLSv1.2']);
    }
  }
});

test('what CloudFront shows to the API is what every function of a route takes', () => {
  const lambdas = resourcesOfType<{ Environment: { Variables: Record<string, string> } }>('AWS::Lambda::Function');
  for (const distribution of distributions) {
    const sent = configOf(distribution)
      .Origins.filter(isApi)
      .map((origin) => origin.OriginCustomHeaders?.[0]);
    assert.equal(sent.length, 2);
    const ofRoutes = lambdas.filter(
      ({ stage, id }) =>
        stage === distribution.stage && routes.some((route) => new RegExp(`Service${route.function}Function`).test(id)),
    );
    const named = new Set(routes.map((route) => route.function)).size;
    assert.equal(ofRoutes.length, named * testStage(distribution.stage).regions.length);
    for (const header of sent) {
      assert.equal(header?.HeaderName, originKeyHeader);
      assert.match(header?.HeaderValue ?? '', /^\{\{resolve:secretsmanager:groundswell-.+:SecretString:::\}\}$/);
      for (const lambda of ofRoutes) {
        const hash = target<{ SecretArn: unknown }>(
          lambda,
          lambda.Properties.Environment.Variables[originKeysVariable],
        );
        assert.equal(hash?.Type, originKeyHashType, nameOf(lambda));
        const secret = target<{ Name: string }>(hash, hash.Properties.SecretArn);
        assert.ok(header?.HeaderValue?.includes(`:${secret?.Properties.Name}:`), nameOf(lambda));
      }
    }
  }
});

test('the key stands in every region that resolves it', () => {
  const secrets = resourcesOfType<{ Name: string; ReplicaRegions?: readonly { Region: string }[] }>(
    'AWS::SecretsManager::Secret',
  ).filter(({ Properties }) => Properties.Name.includes('origin-key'));
  for (const stage of stages) {
    const configuration = testStage(stage);
    const own = secrets.filter((secret) => secret.stage === stage);
    assert.equal(own.length, 1, stage);
    const places = [configuration.regions[0], ...(own[0]?.Properties.ReplicaRegions ?? []).map(({ Region }) => Region)];
    assert.deepEqual(
      places.sort(),
      [...new Set([...configuration.regions, edgeRegionOf(configuration)])].sort(),
      stage,
    );
  }
});

test('a key is replaced in one deployment without a moment in which the API refuses CloudFront', () => {
  const templates = synthesizedTemplates({ ...testStage('dev'), originKey: 3 });
  const generationsIn = (stack: string) =>
    [...new Set(templates.get(`groundswell-dev-${stack}`)?.match(/(?<=origin-key-|OriginKeysHash)\d/g))].sort();
  assert.deepEqual(generationsIn('data'), ['1', '2', '3']);
  assert.deepEqual(generationsIn('eu-central-1'), ['2', '3']);
  assert.deepEqual(generationsIn('eu-central-1-workers'), ['2', '3']);
  assert.deepEqual(generationsIn('edge'), ['3']);
});

test('with a domain, the API has no other address than its own names', () => {
  for (const api of resourcesOfType<{ DisableExecuteApiEndpoint?: boolean }>('AWS::ApiGatewayV2::Api')) {
    const hasDomain = testStage(api.stage).domain !== undefined;
    assert.equal(api.Properties.DisableExecuteApiEndpoint ?? false, hasDomain, nameOf(api));
  }
});
