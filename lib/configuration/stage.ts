import type { ThrottleClass } from '../../contracts/routes.ts';

/** Requests a second in the long run, and how many may come at once. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** All that may differ between stages. */
export interface StageConfiguration {
  readonly stage: string;
  /** Where the backend runs; the first region holds the tables' home. */
  readonly regions: readonly [string, ...string[]];
  /** A stage that is kept: deletion protection, and data that outlives its stack. */
  readonly retain: boolean;
  readonly logRetentionDays: 7 | 30 | 90;
  /** Batches that `recordResponses` works on at once. */
  readonly recordConcurrency: number;
  readonly throttles: Readonly<Record<ThrottleClass, Throttle>>;
  /** Who answers for the stage; a tag on every resource. */
  readonly owner: string;
}

const modest: StageConfiguration['throttles'] = {
  manage: { rateLimit: 50, burstLimit: 100 },
  vote: { rateLimit: 2_000, burstLimit: 2_000 },
  view: { rateLimit: 2_000, burstLimit: 2_000 },
  compute: { rateLimit: 5, burstLimit: 10 },
};

/** An account's API Gateway quota is 10,000 requests a second in a region with a burst of 5,000 until it is raised. */
const full: StageConfiguration['throttles'] = {
  manage: { rateLimit: 100, burstLimit: 200 },
  vote: { rateLimit: 8_000, burstLimit: 4_000 },
  view: { rateLimit: 5_000, burstLimit: 4_000 },
  compute: { rateLimit: 10, burstLimit: 20 },
};

/** Where a stage may run, its home first. */
const knownRegions = ['eu-central-1', 'eu-west-1', 'us-east-1'] as const;

const passing = {
  retain: false,
  logRetentionDays: 7,
  recordConcurrency: 10,
  throttles: modest,
  owner: 'groundswell',
} as const;

const lasting = { ...passing, retain: true, logRetentionDays: 90, recordConcurrency: 50, throttles: full } as const;

/** `preview-` and a branch's name made safe, or `pr-` and a pull request's number. */
const previewPattern = /^(preview-[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?|pr-[1-9][0-9]{0,5})$/;

/** A stage that can't be; its message is for the person who asked for it. */
export class UnknownStage extends Error {}

/**
 * The configuration of a stage.
 * @param regions in how many regions it runs
 * @throws UnknownStage
 */
export function configurationOf(stage: string, regions = 1): StageConfiguration {
  const [home, ...others] = knownRegions;
  if (!Number.isInteger(regions) || regions < 1 || regions > knownRegions.length) {
    throw new UnknownStage(`A stage runs in 1 to ${knownRegions.length} regions, not in ${regions}.`);
  }
  const place = { stage, regions: [home, ...others.slice(0, regions - 1)] as const };
  if (stage === 'dev' || previewPattern.test(stage)) return { ...place, ...passing };
  if (stage === 'staging' || stage === 'production') return { ...place, ...lasting };
  throw new UnknownStage(
    `There is no stage "${stage}". Use dev, staging, production, preview-<branch> (small letters, digits and dashes, up to 30) or pr-<number>.`,
  );
}
