import type { GroundswellConfiguration } from './lib/configuration/schema.ts';

/** An account's API Gateway quota is 10,000 requests a second in a region with a burst of 5,000 until it is raised. */
const quotas = { concurrentExecutions: 1_000, requestsPerSecond: 10_000 };

/** Route 53 asks some two times a second; less would let a stranger who asks too make a region look ill, see ADR 15. */
const health = { rateLimit: 200, burstLimit: 200 };

/** What comes and goes. */
const passing = {
  regions: ['eu-central-1'],
  routing: 'active-active',
  waf: false,
  shieldAdvanced: false,
  originKey: 1,
  retain: false,
  ownKeys: false,
  logRetentionDays: 7,
  traceRatio: 0.01,
  recordConcurrency: 10,
  throttles: {
    manage: { rateLimit: 50, burstLimit: 100 },
    vote: { rateLimit: 2_000, burstLimit: 2_000 },
    view: { rateLimit: 2_000, burstLimit: 2_000 },
    compute: { rateLimit: 5, burstLimit: 10 },
    health,
  },
  monthlyBudget: 50,
  quotas,
} as const;

/** What is kept. */
const lasting = {
  ...passing,
  waf: true,
  retain: true,
  ownKeys: true,
  logRetentionDays: 90,
  recordConcurrency: 50,
  throttles: {
    manage: { rateLimit: 100, burstLimit: 200 },
    vote: { rateLimit: 8_000, burstLimit: 4_000 },
    view: { rateLimit: 5_000, burstLimit: 4_000 },
    compute: { rateLimit: 10, burstLimit: 20 },
    health,
  },
  backup: { copyRegion: 'eu-west-1', keepDays: 35, lockedVault: false },
  monthlyBudget: 500,
} as const;

/**
 * Every stage, and all that differs between them; `lib/configuration/schema.ts` says what each setting means.
 * For several regions, add a domain and the regions:
 *
 *     regions: ['eu-central-1', 'eu-west-1'],
 *     domain: { name: 'polls.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
 */
export default {
  owner: 'groundswell',
  stages: {
    dev: passing,
    preview: { ...passing, expiresAfterDays: 7, monthlyBudget: 20 },
    staging: lasting,
    production: { ...lasting, warmInstances: { least: 0, most: 100 } },
  },
} satisfies GroundswellConfiguration;
