import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import {
  type Behavior,
  behaviorFor,
  cachePolicyOf,
  type Distribution,
  distributions,
} from '../support/distributions.ts';
import { nameOf, resourcesOfType, target } from '../support/templates.ts';

interface EdgeFunction {
  readonly FunctionCode: string;
  readonly FunctionConfig: { readonly Runtime: string };
  readonly AutoPublish: boolean;
}

/** What a behavior's function makes of an answer of the origin that says nothing of caches, run as CloudFront would. */
function cacheControlOf(distribution: Distribution, behavior: Behavior, statusCode: number): string | undefined {
  const { FunctionARN } = behavior.FunctionAssociations?.find(({ EventType }) => EventType === 'viewer-response') ?? {};
  const edge = target<EdgeFunction>(distribution, FunctionARN)?.Properties;
  assert.equal(edge?.FunctionConfig.Runtime, 'cloudfront-js-2.0');
  assert.equal(edge.AutoPublish, true);
  const event = { response: { statusCode, headers: { etag: { value: '"x"' } } } };
  const response = runInNewContext(`${edge.FunctionCode}; handler(event)`, { event });
  assert.equal(response.statusCode, statusCode);
  assert.equal(response.headers.etag.value, '"x"');
  return response.headers['cache-control']?.value;
}

test('assets and media are kept for a year by CloudFront', () => {
  for (const distribution of distributions) {
    for (const path of ['/assets/app.js', '/media/0123456789abcdef/480.webp']) {
      assert.equal(cachePolicyOf(distribution, behaviorFor(distribution, path))?.DefaultTTL, 31_536_000, path);
    }
  }
});

test('media are kept for a year by browsers, and an error by none', () => {
  for (const distribution of distributions) {
    const behavior = behaviorFor(distribution, '/media/0123456789abcdef/480.webp');
    const kept = (status: number) => cacheControlOf(distribution, behavior, status);
    for (const status of [200, 206, 304]) assert.equal(kept(status), 'public, max-age=31536000, immutable');
    for (const status of [400, 403, 404, 416, 500, 503]) assert.equal(kept(status), undefined, String(status));
  }
});

test('no headers policy says how long an answer may be kept, as it would say it of errors too', () => {
  const policies = resourcesOfType('AWS::CloudFront::ResponseHeadersPolicy');
  for (const policy of policies)
    assert.doesNotMatch(JSON.stringify(policy.Properties), /cache-control/i, nameOf(policy));
});
