import { Duration, Validations } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  FunctionEventType,
  HttpVersion,
  type IOrigin,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { originKeyHeader, snapshotPaths, votesPath } from '../../contracts/edge.ts';
import { mediaPath } from '../../contracts/media.ts';
import { assetsPath, isFramed, pages } from '../../contracts/pages.ts';
import { apiPaths } from '../../contracts/routes.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { EdgePolicies } from './edge-policies.ts';
import { originKeyValue } from './origin-keys.ts';
import { originShieldFor } from './origin-shield.ts';
import { TieredBucket } from './tiered-bucket.ts';
import type { Tier } from './tiers.ts';

export interface EdgeDistributionProps {
  readonly configuration: StageConfiguration;
  /** Where the API answers. */
  readonly apiHost: string;
  /** Where the pictures are kept; it lets CloudFront read them. */
  readonly media: IBucket;
  /** For the stage's domain. @default CloudFront's own name and certificate */
  readonly certificate?: ICertificate | undefined;
  readonly webAclArn?: string | undefined;
}

/** Below which CloudFront writes its logs. */
const logPrefix = 'cloudfront/';

/** Errors that CloudFront would otherwise keep for ten seconds, whatever they say of it themselves. */
const errorStatuses = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** CloudFront in front of the pages, the media and the API. */
export class EdgeDistribution extends Construct {
  readonly distribution: Distribution;
  /** Where the pages lie. */
  readonly pages: IBucket;

  constructor(scope: Construct, id: string, props: EdgeDistributionProps) {
    super(scope, id);
    const { configuration, certificate, webAclArn } = props;
    const { domain } = configuration;
    const logs = new TieredBucket(this, 'Logs', {
      retain: configuration.retain,
      tiers: [logTier(configuration)],
      accessLogs: { noneBecause: 'It is where the logs are.' },
      isWrittenByAcl: true,
    });
    this.pages = this.#bucket('Pages', configuration);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `groundswell-${configuration.stage}`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      ...this.#behaviors(props),
      errorResponses: errorStatuses.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      enableLogging: true,
      logBucket: logs.bucket,
      logFilePrefix: logPrefix,
      logIncludesCookies: false,
      ...(domain && certificate
        ? {
            domainNames: [domain.name],
            certificate,
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          }
        : {}),
      ...(webAclArn === undefined ? {} : { webAclId: webAclArn }),
    });
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'People vote from everywhere.' },
      {
        id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
        reason: 'Nobody reaches a bucket’s list: at / stands the default root object, and media are asked for by path.',
      },
      {
        id: 'Annotation::@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
        reason: 'The bucket of pictures has its policy where it is made.',
      },
      ...(webAclArn === undefined
        ? [{ id: 'AwsSolutions-CFR2', reason: 'A stage that comes and goes does without AWS WAF: 13 dollars.' }]
        : []),
      ...(certificate === undefined
        ? [{ id: 'AwsSolutions-CFR4', reason: 'CloudFront chooses the protocols of its own names: a domain mends it.' }]
        : []),
    );
  }

  #behaviors(props: EdgeDistributionProps): {
    defaultBehavior: BehaviorOptions;
    additionalBehaviors: Record<string, BehaviorOptions>;
  } {
    const { configuration } = props;
    const policies = new EdgePolicies(this, 'Policies');
    const viewerProtocolPolicy = ViewerProtocolPolicy.REDIRECT_TO_HTTPS;
    const pagesOrigin = bucketOrigin(this.pages);
    const shown = { responseHeadersPolicy: policies.pageHeaders, viewerProtocolPolicy, compress: true };
    const immutable = { ...shown, cachePolicy: policies.immutable };
    // The files say themselves how long they may be kept.
    const page: BehaviorOptions = { ...shown, origin: pagesOrigin, cachePolicy: CachePolicy.CACHING_OPTIMIZED };
    const framedPaths = Object.keys(pages)
      .map((name) => `/${name}.html`)
      .filter(isFramed);
    const snapshot: BehaviorOptions = {
      origin: apiOrigin(props, originShieldFor(configuration.regions[0])),
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachePolicy: policies.snapshots,
      // What a preflight asks; for other origins than S3 the policy of this name sends the first of them only.
      originRequestPolicy: OriginRequestPolicy.CORS_S3_ORIGIN,
      responseHeadersPolicy: policies.apiHeaders,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      compress: true,
    };
    const api: BehaviorOptions = {
      origin: apiOrigin(props),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: policies.apiHeaders,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      compress: true,
    };
    return {
      defaultBehavior: page,
      // The first path that fits is taken.
      additionalBehaviors: {
        ...Object.fromEntries(snapshotPaths.map((path) => [path, snapshot])),
        [votesPath]: { ...api, originRequestPolicy: policies.votes },
        // Before the API's own `/media*`.
        [`${mediaPath}*/*`]: {
          origin: bucketOrigin(props.media),
          ...immutable,
          functionAssociations: [{ function: policies.immutableFiles, eventType: FunctionEventType.VIEWER_RESPONSE }],
        },
        ...Object.fromEntries(apiPaths.map((path) => [path, api])),
        ...Object.fromEntries(
          framedPaths.map((path) => [path, { ...page, responseHeadersPolicy: policies.framedPageHeaders }]),
        ),
        [`${assetsPath}*`]: { origin: pagesOrigin, ...immutable },
      },
    };
  }

  #bucket(id: string, { retain }: StageConfiguration): IBucket {
    const { bucket } = new TieredBucket(this, id, {
      retain,
      tiers: [],
      accessLogs: { noneBecause: 'Only CloudFront may read it, which logs each request itself.' },
    });
    return bucket;
  }
}

/** With the right to list, a file that isn't there is 404 and not 403. */
function bucketOrigin(bucket: IBucket): IOrigin {
  return S3BucketOrigin.withOriginAccessControl(bucket, { originAccessLevels: [AccessLevel.READ, AccessLevel.LIST] });
}

/**
 * The API as an origin. Only snapshots pass Origin Shield, where they are fetched once for all the world; votes go
 * straight to the region that is nearest to their own edge.
 */
function apiOrigin({ apiHost, configuration }: EdgeDistributionProps, originShieldRegion?: string): IOrigin {
  return new HttpOrigin(apiHost, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    customHeaders: { [originKeyHeader]: originKeyValue(configuration.stage, configuration.originKey) },
    // A region that is gone is given up after six seconds, and not after thirty.
    connectionAttempts: 2,
    connectionTimeout: Duration.seconds(3),
    readTimeout: Duration.seconds(30),
    ...(originShieldRegion === undefined ? {} : { originShieldRegion }),
  });
}

/** A line of the log holds a viewer's address: it is of use for the traces of an attack, and no longer than a year. */
function logTier({ retain, logRetentionDays }: StageConfiguration): Tier {
  return retain
    ? { prefix: logPrefix, infrequentAfterDays: 30, instantArchiveAfterDays: 90, expireAfterDays: 365 }
    : { prefix: logPrefix, expireAfterDays: logRetentionDays };
}
