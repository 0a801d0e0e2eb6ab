import type { UnitName } from './units.ts';

/**
 * Where a price was read: on a page or price list of AWS's own, or as somebody else quotes AWS. `unconfirmed` is from
 * memory: nothing was found that says it for the region.
 */
export type Standing = 'aws' | 'quoted' | 'unconfirmed';

/** From so many units a month on, each further one costs another price, for `per` units as the first ones. */
export interface Tier {
  readonly from: number;
  readonly usd: number;
}

/** A price before taxes, without free tiers, savings plans or discounts. */
export interface Price {
  /** US dollars for `per` units, of the first paid tier. */
  readonly usd: number;
  readonly per: number;
  readonly source: string;
  readonly standing: Standing;
  /** Those after the first, in the order of `from`. @default one price for all */
  readonly tiers?: readonly Tier[];
}

export const regions = ['us-east-1', 'eu-central-1', 'eu-west-1'] as const;
export type PricedRegion = (typeof regions)[number];

/** When the sources were read; they are stored copies, the newest from this year's late summer. */
export const pricesReadOn = '2026-11-25';

export type PriceTable = Readonly<Record<UnitName, Price>>;

const million = 1_000_000;
const at = (usd: number, per: number, standing: Standing, source: string, tiers?: readonly Tier[]): Price => ({
  usd,
  per,
  standing,
  source,
  ...(tiers === undefined ? {} : { tiers }),
});

const pages = {
  apiGateway:
    'https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html',
  appSync: 'https://aws.amazon.com/appsync/pricing/',
  cloudFront: 'https://aws.amazon.com/cloudfront/pricing/',
  cloudFrontList: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCloudFront/current/index.json',
  /** Quotes AWS's price list of us-east-1 of 31 August 2026 by its usage types. */
  priceBook: 'https://github.com/ocelhq/ocel/issues/1014',
  waf: 'https://c3x.dev/blog/aws-waf-cost-explained/',
  recovery: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  globalTables: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/global-tables-billing.html',
  kinesis: 'https://aws.amazon.com/kinesis/data-streams/pricing/',
  xray: 'https://aws.amazon.com/xray/pricing/',
} as const;

/** AWS's machine-readable price list of a service in a region. */
const list = (service: string, region: PricedRegion) =>
  `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/${region}/index.json`;

const httpTiers = (usd: number): Tier[] => [{ from: 300 * million, usd }];
/** For arm64, from the price list; the same in all regions here. */
const computeTiers: Tier[] = [
  { from: 7_500 * million, usd: 0.0000120001 },
  { from: 18_750 * million, usd: 0.0000106667 },
];
const transferTiers: Tier[] = [
  { from: 10_240, usd: 0.08 },
  { from: 51_200, usd: 0.06 },
  { from: 153_600, usd: 0.04 },
];
const firewall = at(0.6, million, 'quoted', pages.waf);

/**
 * Prices by region. CloudFront's go by where viewers are: North America beside us-east-1, Europe beside eu-central-1.
 */
export const priceTables: Readonly<Record<PricedRegion, PriceTable>> = {
  'us-east-1': {
    // The tier after the first is quoted by https://www.apigatewaycost.com/aws.
    httpApiRequests: at(1, million, 'aws', pages.apiGateway, httpTiers(0.9)),
    restApiRequests: at(3.5, million, 'aws', pages.apiGateway),
    lambdaRequests: at(0.2, million, 'quoted', 'https://aws.amazon.com/lambda/pricing/'),
    lambdaGbSeconds: at(0.0000133334, 1, 'quoted', pages.priceBook, computeTiers),
    warmGbSeconds: at(0.0000033334, 1, 'quoted', pages.priceBook),
    queueRequests: at(0.4, million, 'quoted', 'https://cloudburn.io/blog/amazon-sqs-pricing'),
    writeUnits: at(0.625, million, 'quoted', pages.priceBook),
    replicatedWriteUnits: at(0.625, million, 'aws', pages.globalTables),
    readUnits: at(0.125, million, 'quoted', pages.priceBook),
    tableGbMonths: at(0.25, 1, 'quoted', pages.priceBook),
    recoveryGbMonths: at(0.2, 1, 'unconfirmed', pages.recovery),
    busEvents: at(1, million, 'quoted', 'https://cloudburn.io/blog/amazon-eventbridge-pricing'),
    kinesisPutUnits: at(0.014, million, 'quoted', pages.kinesis),
    kinesisShardHours: at(0.015, 1, 'quoted', pages.kinesis),
    kinesisFanOutShardHours: at(0.015, 1, 'quoted', pages.kinesis),
    kinesisFanOutGb: at(0.013, 1, 'quoted', pages.kinesis),
    liveOperations: at(1, million, 'quoted', list('AWSAppSync', 'us-east-1')),
    liveConnectionMinutes: at(0.08, million, 'unconfirmed', pages.appSync),
    cloudFrontRequests: at(0.01, 10_000, 'quoted', pages.priceBook),
    cloudFrontGb: at(0.085, 1, 'aws', pages.cloudFront, transferTiers),
    firewallRequests: firewall,
    logGb: at(0.5, 1, 'quoted', 'https://www.duckbillgroup.com/?p=9080'),
    traces: at(5, million, 'quoted', pages.xray),
  },
  'eu-central-1': {
    // Found in one estimate for Frankfurt only; the price list itself could not be read.
    httpApiRequests: at(1.2, million, 'unconfirmed', list('AmazonApiGateway', 'eu-central-1'), httpTiers(1.08)),
    restApiRequests: at(3.7, million, 'quoted', list('AmazonApiGateway', 'eu-central-1')),
    lambdaRequests: at(0.2, million, 'quoted', list('AWSLambda', 'eu-central-1')),
    lambdaGbSeconds: at(0.0000133334, 1, 'quoted', list('AWSLambda', 'eu-central-1'), computeTiers),
    warmGbSeconds: at(0.0000033334, 1, 'unconfirmed', list('AWSLambda', 'eu-central-1')),
    queueRequests: at(0.4, million, 'quoted', list('AWSQueueService', 'eu-central-1')),
    writeUnits: at(0.7625, million, 'quoted', list('AmazonDynamoDB', 'eu-central-1')),
    replicatedWriteUnits: at(0.7625, million, 'quoted', pages.globalTables),
    readUnits: at(0.1525, million, 'quoted', list('AmazonDynamoDB', 'eu-central-1')),
    tableGbMonths: at(0.306, 1, 'unconfirmed', list('AmazonDynamoDB', 'eu-central-1')),
    recoveryGbMonths: at(0.245, 1, 'unconfirmed', list('AmazonDynamoDB', 'eu-central-1')),
    // Said to be the same in most regions.
    busEvents: at(1, million, 'unconfirmed', 'https://cloudburn.io/blog/amazon-eventbridge-pricing'),
    kinesisPutUnits: at(0.0175, million, 'unconfirmed', pages.kinesis),
    kinesisShardHours: at(0.018, 1, 'unconfirmed', pages.kinesis),
    kinesisFanOutShardHours: at(0.018, 1, 'unconfirmed', pages.kinesis),
    kinesisFanOutGb: at(0.0153, 1, 'unconfirmed', pages.kinesis),
    // Read for Ireland.
    liveOperations: at(1, million, 'unconfirmed', list('AWSAppSync', 'eu-central-1')),
    liveConnectionMinutes: at(0.08, million, 'unconfirmed', pages.appSync),
    cloudFrontRequests: at(0.012, 10_000, 'quoted', pages.cloudFrontList),
    cloudFrontGb: at(0.085, 1, 'aws', pages.cloudFront, transferTiers),
    firewallRequests: firewall,
    logGb: at(0.63, 1, 'quoted', list('AmazonCloudWatch', 'eu-central-1')),
    traces: at(5, million, 'unconfirmed', pages.xray),
  },
  // All but Lambda's are from memory: its price list could not be read, and nobody was found who quotes it.
  'eu-west-1': {
    httpApiRequests: at(1.11, million, 'unconfirmed', list('AmazonApiGateway', 'eu-west-1'), httpTiers(1)),
    restApiRequests: at(3.5, million, 'unconfirmed', list('AmazonApiGateway', 'eu-west-1')),
    lambdaRequests: at(0.2, million, 'unconfirmed', list('AWSLambda', 'eu-west-1')),
    lambdaGbSeconds: at(0.0000133334, 1, 'quoted', 'https://app.unpkg.com/artillery@2.0.28', computeTiers),
    warmGbSeconds: at(0.0000033334, 1, 'unconfirmed', list('AWSLambda', 'eu-west-1')),
    queueRequests: at(0.4, million, 'unconfirmed', list('AWSQueueService', 'eu-west-1')),
    writeUnits: at(0.70675, million, 'unconfirmed', list('AmazonDynamoDB', 'eu-west-1')),
    replicatedWriteUnits: at(0.70675, million, 'unconfirmed', pages.globalTables),
    readUnits: at(0.1415, million, 'unconfirmed', list('AmazonDynamoDB', 'eu-west-1')),
    tableGbMonths: at(0.283, 1, 'unconfirmed', list('AmazonDynamoDB', 'eu-west-1')),
    recoveryGbMonths: at(0.226, 1, 'unconfirmed', list('AmazonDynamoDB', 'eu-west-1')),
    busEvents: at(1, million, 'unconfirmed', 'https://cloudburn.io/blog/amazon-eventbridge-pricing'),
    kinesisPutUnits: at(0.0165, million, 'unconfirmed', pages.kinesis),
    kinesisShardHours: at(0.017, 1, 'unconfirmed', pages.kinesis),
    kinesisFanOutShardHours: at(0.017, 1, 'unconfirmed', pages.kinesis),
    kinesisFanOutGb: at(0.0145, 1, 'unconfirmed', pages.kinesis),
    liveOperations: at(1, million, 'quoted', list('AWSAppSync', 'eu-west-1')),
    liveConnectionMinutes: at(0.08, million, 'unconfirmed', pages.appSync),
    cloudFrontRequests: at(0.012, 10_000, 'quoted', pages.cloudFrontList),
    cloudFrontGb: at(0.085, 1, 'aws', pages.cloudFront, transferTiers),
    firewallRequests: firewall,
    logGb: at(0.57, 1, 'unconfirmed', list('AmazonCloudWatch', 'eu-west-1')),
    traces: at(5, million, 'unconfirmed', pages.xray),
  },
};
