import { resourcesOfType, type TemplateResource, target } from './templates.ts';

export interface Behavior {
  /** Absent for the default. */
  readonly PathPattern?: string;
  readonly AllowedMethods?: readonly string[];
  readonly CachePolicyId: unknown;
  readonly OriginRequestPolicyId?: unknown;
  readonly ResponseHeadersPolicyId: unknown;
  readonly TargetOriginId: string;
  readonly ViewerProtocolPolicy: string;
  readonly Compress: boolean;
  readonly FunctionAssociations?: readonly { readonly EventType: string; readonly FunctionARN: unknown }[];
}

export interface Origin {
  readonly Id: string;
  readonly DomainName: unknown;
  readonly OriginAccessControlId?: unknown;
  readonly OriginShield?: { readonly Enabled: boolean; readonly OriginShieldRegion: string };
  readonly OriginCustomHeaders?: readonly { readonly HeaderName: string; readonly HeaderValue: string }[];
  readonly CustomOriginConfig?: {
    readonly OriginProtocolPolicy: string;
    readonly OriginSSLProtocols: readonly string[];
  };
}

export interface DistributionConfig {
  readonly Aliases?: readonly string[];
  readonly CacheBehaviors: readonly Behavior[];
  readonly DefaultCacheBehavior: Behavior;
  readonly CustomErrorResponses: readonly { readonly ErrorCode: number; readonly ErrorCachingMinTTL: number }[];
  readonly HttpVersion: string;
  readonly Logging: { readonly Bucket: { 'Fn::GetAtt': [string, string] }; readonly Prefix: string };
  readonly Origins: readonly Origin[];
  readonly ViewerCertificate?: { readonly MinimumProtocolVersion: string };
  readonly WebACLId?: unknown;
}

/** One distribution a stage. */
export type Distribution = TemplateResource<{ readonly DistributionConfig: DistributionConfig }>;
export const distributions: readonly Distribution[] = resourcesOfType('AWS::CloudFront::Distribution');

export const configOf = (distribution: Distribution) => distribution.Properties.DistributionConfig;

export function behaviorsOf(distribution: Distribution): readonly Behavior[] {
  const { CacheBehaviors, DefaultCacheBehavior } = configOf(distribution);
  return [...CacheBehaviors, DefaultCacheBehavior];
}

/** The behavior that CloudFront takes for a path: the first whose pattern fits. */
export function behaviorFor(distribution: Distribution, path: string): Behavior {
  const { CacheBehaviors, DefaultCacheBehavior } = configOf(distribution);
  const fits = ({ PathPattern = '*' }: Behavior) =>
    new RegExp(`^${PathPattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(path);
  return CacheBehaviors.find(fits) ?? DefaultCacheBehavior;
}

export function originOf(distribution: Distribution, behavior: Behavior): Origin {
  const origin = configOf(distribution).Origins.find(({ Id }) => Id === behavior.TargetOriginId);
  if (!origin) throw new Error(`There is no origin ${behavior.TargetOriginId}`);
  return origin;
}

/** The API among the origins: it alone is sent a key. */
export const isApi = (origin: Origin) => origin.OriginCustomHeaders !== undefined;

interface CachePolicyConfig {
  readonly MinTTL: number;
  readonly DefaultTTL: number;
  readonly MaxTTL: number;
  readonly ParametersInCacheKeyAndForwardedToOrigin: {
    readonly EnableAcceptEncodingBrotli: boolean;
    readonly EnableAcceptEncodingGzip: boolean;
    readonly HeadersConfig: { readonly Headers?: readonly string[] };
    readonly QueryStringsConfig: { readonly QueryStringBehavior: string };
    readonly CookiesConfig: { readonly CookieBehavior: string };
  };
}

/** The headers that a behavior's own policy sends on to the origin; undefined for one of AWS's. */
export function requestHeadersOf(distribution: Distribution, behavior: Behavior): readonly string[] | undefined {
  type Policy = { OriginRequestPolicyConfig: { HeadersConfig: { HeaderBehavior: string; Headers: string[] } } };
  const config = target<Policy>(distribution, behavior.OriginRequestPolicyId)?.Properties.OriginRequestPolicyConfig;
  return config?.HeadersConfig.Headers;
}

/** A behavior's own cache policy; undefined for one of AWS's. */
export function cachePolicyOf(distribution: Distribution, behavior: Behavior): CachePolicyConfig | undefined {
  return target<{ CachePolicyConfig: CachePolicyConfig }>(distribution, behavior.CachePolicyId)?.Properties
    .CachePolicyConfig;
}
