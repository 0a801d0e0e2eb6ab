import { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { headers } from '../../contracts/headers.ts';
import { cors } from './cors.ts';

const year = Duration.days(365);
/** The oldest answer that the API says may be kept: an instant runoff. */
const longestSnapshot = Duration.seconds(10);

/** Pages run scripts of their own only; they may call the API and its live channel, and are framed by nobody else. */
const pagePolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' https: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** What CloudFront keeps, by what, and the headers that it adds. */
export class EdgePolicies extends Construct {
  /**
   * As long as the answer says itself, and not at all where it says nothing. An API key and a voter token belong to
   * the cache's key: what is shown to one is never given to another, whatever the answer says.
   */
  readonly snapshots: CachePolicy;
  /** A year, for files whose names change with what they hold. */
  readonly immutable: CachePolicy;
  readonly apiHeaders: ResponseHeadersPolicy;
  readonly pageHeaders: ResponseHeadersPolicy;
  readonly immutableHeaders: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.snapshots = new CachePolicy(this, 'Snapshots', {
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: longestSnapshot,
      headerBehavior: CacheHeaderBehavior.allowList(headers.apiKey, headers.voterToken),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
    this.immutable = new CachePolicy(this, 'Immutable', {
      minTtl: Duration.seconds(0),
      defaultTtl: year,
      maxTtl: year,
      queryStringBehavior: CacheQueryStringBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
    this.apiHeaders = new ResponseHeadersPolicy(this, 'ApiHeaders', {
      ...withSecurity("default-src 'none'; frame-ancestors 'none'", [
        // API Gateway can't say when to come back after a 429; on other answers it means nothing.
        { header: 'retry-after', value: '1', override: false },
      ]),
      // An answer out of the cache may have been made for a page of the same origin, without these.
      corsBehavior: {
        accessControlAllowOrigins: [...cors.origins],
        accessControlAllowMethods: [...cors.methods],
        accessControlAllowHeaders: [...cors.headers],
        accessControlExposeHeaders: [...cors.exposed],
        accessControlMaxAge: cors.maxAge,
        accessControlAllowCredentials: false,
        originOverride: true,
      },
    });
    this.pageHeaders = new ResponseHeadersPolicy(this, 'PageHeaders', withSecurity(pagePolicy));
    this.immutableHeaders = new ResponseHeadersPolicy(
      this,
      'ImmutableHeaders',
      withSecurity(pagePolicy, [
        { header: 'cache-control', value: `public, max-age=${year.toSeconds()}, immutable`, override: true },
      ]),
    );
  }
}

function withSecurity(contentSecurityPolicy: string, more: ResponseCustomHeader[] = []): ResponseHeadersPolicyProps {
  return {
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: year, includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.SAMEORIGIN, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=()', override: true },
        ...more,
      ],
    },
  };
}
