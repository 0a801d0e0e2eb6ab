import type { Standing } from './prices.ts';

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What a kind of resource costs in a month, whatever it does. US dollars. */
export interface FixedLine {
  readonly what: string;
  readonly count: number;
  readonly usdEach: number;
  readonly source: string;
  readonly standing: Standing;
}

interface FixedPrice {
  readonly what: string;
  readonly usd: number;
  readonly source: string;
  readonly standing: Standing;
  /** How often a resource is billed. */
  units(resource: TemplateResource): number;
}

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);
const ofType = (type: string) => (resource: TemplateResource) => (resource.Type === type ? 1 : 0);

/** Pollers of a queue that Lambda keeps at least, and the receives of each in a month of 730 hours: one waits 20 seconds. */
const pollers = 5;
const receivesPerPoller = (730 * 3_600) / 20;
/** A million requests to SQS. US dollars, as in `prices.ts`. */
const queueRequests = 0.4;

/** An alarm on an expression is billed for each metric that it reads, one on a band of anomalies for its two edges, too. */
function metricsOf(given: unknown): number {
  const metrics = [given ?? []].flat() as readonly { readonly MetricStat?: unknown; readonly Expression?: string }[];
  const read = metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
  const bands = metrics.filter(({ Expression = '' }) => Expression.includes('ANOMALY_DETECTION_BAND')).length;
  return Math.max(1, read + 2 * bands);
}

const isQueueSource = ({ Type, Properties }: TemplateResource) =>
  Type === 'AWS::Lambda::EventSourceMapping' && Properties?.StartingPosition === undefined;

/**
 * Prices a month of what costs by being there, as in us-east-1, without free tiers: ten alarms, three dashboards and a million
 * requests to queues are free in an account. Storage, backups and logs that are kept cost by their size and are not in it.
 */
export const fixedPrices: readonly FixedPrice[] = [
  {
    what: 'alarms, by metric',
    usd: 0.1,
    source: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm',
    standing: 'quoted',
    units: ({ Type, Properties }) => (Type === 'AWS::CloudWatch::Alarm' ? metricsOf(Properties?.Metrics) : 0),
  },
  {
    what: 'composite alarms',
    usd: 0.5,
    source: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm',
    standing: 'quoted',
    units: ofType('AWS::CloudWatch::CompositeAlarm'),
  },
  {
    what: 'dashboards',
    usd: 3,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    standing: 'unconfirmed',
    units: ofType('AWS::CloudWatch::Dashboard'),
  },
  {
    what: 'secrets and their replicas',
    usd: 0.4,
    source: 'https://aws.amazon.com/secrets-manager/pricing/',
    standing: 'unconfirmed',
    units: ({ Type, Properties }) =>
      Type === 'AWS::SecretsManager::Secret' ? 1 + lengthOf(Properties?.ReplicaRegions) : 0,
  },
  {
    what: 'keys of KMS and their replicas',
    usd: 1,
    source: 'https://aws.amazon.com/kms/pricing/',
    standing: 'unconfirmed',
    units: ({ Type }) => (Type === 'AWS::KMS::Key' || Type === 'AWS::KMS::ReplicaKey' ? 1 : 0),
  },
  {
    what: 'web ACLs',
    usd: 5,
    source: 'https://c3x.dev/blog/aws-waf-cost-explained/',
    standing: 'quoted',
    units: ofType('AWS::WAFv2::WebACL'),
  },
  {
    what: 'rules of web ACLs',
    usd: 1,
    source: 'https://c3x.dev/blog/aws-waf-cost-explained/',
    standing: 'quoted',
    units: ({ Type, Properties }) => (Type === 'AWS::WAFv2::WebACL' ? lengthOf(Properties?.Rules) : 0),
  },
  {
    what: 'health checks of Route 53, with HTTPS',
    // 0.50 for an endpoint at AWS, and 1.00 for HTTPS.
    usd: 1.5,
    source: 'https://aws.amazon.com/route53/pricing/',
    standing: 'unconfirmed',
    units: ofType('AWS::Route53::HealthCheck'),
  },
  {
    what: 'empty receives of queue pollers, by queue',
    usd: (pollers * receivesPerPoller * queueRequests) / 1e6,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    standing: 'unconfirmed',
    units: (resource) => (isQueueSource(resource) ? 1 : 0),
  },
];

/** What resources cost in a month before the first request. */
export function fixedCosts(resources: readonly TemplateResource[]): FixedLine[] {
  return fixedPrices
    .map(({ what, usd, source, standing, units }) => ({
      what,
      usdEach: usd,
      source,
      standing,
      count: resources.reduce((sum, resource) => sum + units(resource), 0),
    }))
    .filter(({ count }) => count > 0);
}
