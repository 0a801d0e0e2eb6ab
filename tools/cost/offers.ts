import type { PricedRegion, Standing } from './prices.ts';

/** A number of AWS's that is no price of a unit, with where it was read; read on the same day as the prices. */
export interface Offer {
  readonly value: number;
  readonly source: string;
  readonly standing: Standing;
}

const of = (value: number, standing: Standing, source: string): Offer => ({ value, standing, source });

const pages = {
  priceBook: 'https://github.com/ocelhq/ocel/issues/1014',
  provisioned:
    'https://dev.to/suhas_mallesh/dynamodb-on-demand-is-bleeding-you-dry-switch-to-provisioned-and-save-60-65b',
  provisionedPage: 'https://aws.amazon.com/dynamodb/pricing/provisioned/',
  reserved:
    'https://docs.archera.ai/help-center/cloud-service-intelligence/cloud-service-intelligence/aws/database/dynamodb',
  databasePlan: 'https://aws.amazon.com/savingsplans/database-pricing/',
  computePlan: 'https://finops.com.py/services/lambda/savings-plans',
  edgeBundle: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/savings-bundle.html',
  infrequentLogs: 'https://aws.amazon.com/cloudwatch/pricing/',
  farEdges: 'https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/',
} as const;

/** US dollars for a unit of capacity and hour. A replicated write costs the same. */
export const provisionedHours: Readonly<Record<PricedRegion, { readonly write: Offer; readonly read: Offer }>> = {
  'us-east-1': { write: of(0.00065, 'quoted', pages.provisioned), read: of(0.00013, 'quoted', pages.priceBook) },
  'eu-central-1': {
    write: of(0.000793, 'unconfirmed', pages.provisionedPage),
    read: of(0.0001586, 'unconfirmed', pages.provisionedPage),
  },
  'eu-west-1': {
    write: of(0.000735, 'unconfirmed', pages.provisionedPage),
    read: of(0.000147, 'unconfirmed', pages.provisionedPage),
  },
};

/**
 * The share that is saved of provisioned capacity by committing, in blocks of a hundred units, a part of it upfront. Not
 * for replicated writes, nor for Standard-IA.
 */
export const reserved = {
  oneYear: of(0.54, 'quoted', pages.reserved),
  threeYears: of(0.77, 'quoted', pages.reserved),
  blockUnits: 100,
} as const;

/** Of on-demand requests, by a commitment to spend for a year. Blogs say 12 to 35 % for all databases together. */
export const databasePlan = of(0.18, 'unconfirmed', pages.databasePlan);

/** Of Lambda's time, not of its requests: for a year; 17 % for three years, all paid upfront. */
export const computePlan = of(0.12, 'quoted', pages.computePlan);

/** Lambda's time while provisioned concurrency serves, as a share of its price without. */
export const warmTimeShare = of(0.0000077778 / 0.0000133334, 'quoted', pages.priceBook);

/** Standard-IA as against Standard: by the price list of us-east-1, and taken to be the same elsewhere. */
export const infrequentAccess = {
  writes: of(0.78 / 0.625, 'quoted', pages.priceBook),
  reads: of(0.155 / 0.125, 'quoted', pages.priceBook),
  storage: of(0.1 / 0.25, 'quoted', pages.priceBook),
} as const;

/** Logs of the Infrequent Access class as against Standard. */
export const infrequentLogs = of(0.5, 'unconfirmed', pages.infrequentLogs);

/**
 * CloudFront's Security Savings Bundle: so much off what is committed to for each month of a year, and credits for WAF's
 * requests of up to a tenth of the commitment.
 */
export const edgeBundle = {
  discount: of(0.3, 'aws', pages.edgeBundle),
  firewallShare: 0.1,
} as const;

/** Edges in Asia, South America and so on as against North America and Europe: requests and bytes alike, roughly. */
export const farEdges = of(1.4, 'unconfirmed', pages.farEdges);

/** One of CloudFront's flat-rate plans: WAF, DNS and delivered logs are in it, and nothing is billed beyond. */
export interface EdgePlan {
  readonly name: string;
  /** US dollars a month. */
  readonly usd: number;
  /** Requests a month that it is meant for. Blocked ones don't count. */
  readonly requests: number;
  readonly gb: number;
}

const premium = (usd: number, millions: number, terabytes: number): EdgePlan => ({
  name: `Premium, ${millions.toLocaleString('en')} million requests`,
  usd,
  requests: millions * 1e6,
  gb: terabytes * 1_000,
});

/**
 * The plans that take cache policies of one's own, as the distribution has: Free and Pro do not. They don't go
 * together with Shield Advanced, and cover one distribution with one domain. Since September 2026 CloudFormation
 * knows them as `AWS::PricingPlanManager::Subscription`.
 */
export const edgePlans = {
  source:
    'https://raw.githubusercontent.com/api-evangelist/cloudfront/refs/heads/main/plans/cloudfront-plans-pricing.yml',
  standing: 'quoted' as Standing,
  plans: [
    { name: 'Business', usd: 200, requests: 125e6, gb: 50_000 },
    premium(1_000, 500, 50),
    premium(1_450, 750, 75),
    premium(2_250, 1_250, 125),
    premium(3_500, 2_000, 200),
    premium(6_000, 3_500, 350),
    premium(10_000, 6_000, 600),
  ] satisfies readonly EdgePlan[],
} as const;
