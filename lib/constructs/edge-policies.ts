import { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as EdgeFunction,
  FunctionCode,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { viewerAddressHeader, viewerCountryHeader, viewerNetworkHeader } from '../../contracts/edge.ts';
import { headers } from '../../contracts/headers.ts';
import { framedPagePolicy, pagePolicy } from '../../contracts/pages.ts';
import { cors } from './cors.ts';

const year = Duration.days(365);
/** The oldest answer that the API says may be kept: an instant runoff. */
const longestSnapshot = Duration.seconds(10);

/**
 * A headers policy would say it of errors as well, S3's own and those of a file that comes a moment later. CloudFront
 * calls no function for an error of the origin; the condition says it for those that it makes itself.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
 */
const keepForAYear = `function handler(event) {
  const response = event.response;
  if (response.statusCode < 400) {
    response.headers['cache-control'] = { value: 'public, max-age=${year.toSeconds()}, immutable' };
  }
  return response;
}`;

/** What CloudFront keeps, by what, and the headers that it adds to answers. */
export class EdgePolicies extends Construct {
  /**
   * As long as the answer says itself, and not at all where it says nothing. An API key and a voter token belong to
   * the cache's key: what is shown to one is never given to another, whatever the answer says.
   */
  readonly snapshots: CachePolicy;
  /** A year, for files whose names change with what they hold. */
  readonly immutable: CachePolicy;
  /**
   * What a vote brings along, and where it comes from. AWS's own policy with the country sends the viewer's
   * Host too, for which API Gateway has no API; a policy names ten headers at most.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
   */
  readonly votes: OriginRequestPolicy;
  readonly apiHeaders: ResponseHeadersPolicy;
  /** For pages, and for scripts that pages of others load, too. */
  readonly pageHeaders: ResponseHeadersPolicy;
  /** For pages that are made to stand in others' frames. */
  readonly framedPageHeaders: ResponseHeadersPolicy;
  /** Tells browsers the same, of every answer but an error: to be called before the viewer gets it. */
  readonly immutableFiles: EdgeFunction;

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
    this.votes = new OriginRequestPolicy(this, 'Votes', {
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        viewerCountryHeader,
        viewerAddressHeader,
        viewerNetworkHeader,
        'user-agent',
        'content-type',
        headers.voterToken,
        headers.idempotencyKey,
        'origin',
        'access-control-request-method',
        'access-control-request-headers',
      ),
      queryStringBehavior: OriginRequestQueryStringBehavior.none(),
      cookieBehavior: OriginRequestCookieBehavior.none(),
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
    this.pageHeaders = new ResponseHeadersPolicy(this, 'PageHeaders', {
      ...withSecurity(pagePolicy),
      // Everybody may read what stands here: module scripts of another origin are fetched as CORS asks for.
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: ['*'],
        accessControlAllowCredentials: false,
        originOverride: true,
      },
    });
    const { frameOptions: _, ...framed } = withSecurity(framedPagePolicy).securityHeadersBehavior;
    this.framedPageHeaders = new ResponseHeadersPolicy(this, 'FramedPageHeaders', {
      ...withSecurity(framedPagePolicy),
      securityHeadersBehavior: framed,
    });
    this.immutableFiles = new EdgeFunction(this, 'ImmutableFiles', {
      comment: 'Lets browsers keep media for a year',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(keepForAYear),
    });
  }
}

function withSecurity(contentSecurityPolicy: string, more: ResponseCustomHeader[] = []) {
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
  } satisfies ResponseHeadersPolicyProps;
}
