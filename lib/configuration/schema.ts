import { z } from 'zod';
import { liveFunctions } from '../../contracts/functions.ts';
import { signUpModes } from '../../contracts/people.ts';
import type { ThrottleClass } from '../../contracts/routes.ts';

const whole = (least: number) => z.int().min(least);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-[1-9]$/, 'must be a region of AWS, say eu-central-1');
const hostName = z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a host name');

const throttle = z.strictObject({
  /** Requests a second in the long run. */
  rateLimit: whole(1),
  /** Requests that may come at once. */
  burstLimit: whole(1),
});

const throttles: z.ZodType<Record<ThrottleClass, Throttle>> = z.strictObject({
  manage: throttle,
  vote: throttle,
  view: throttle,
  compute: throttle,
  health: throttle,
});

const settings = z.strictObject({
  /** Where the backend runs; the first region is home: it holds the tables of which the others have replicas. */
  regions: z
    .array(region)
    .min(1)
    .max(5)
    .refine((regions) => new Set(regions).size === regions.length, 'must not name a region twice')
    .readonly(),
  /** How the regions share the work: each takes its nearest clients, or the second stands by for the first. */
  routing: z.enum(['active-active', 'active-passive']),
  /** Where clients reach it. Without one, CloudFront's own name, and one region only. */
  domain: z
    .strictObject({
      name: hostName,
      /** The public hosted zone of Route 53 in which the names are made. */
      zoneName: hostName,
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]{5,31}$/, 'must be the id of a hosted zone, like Z0123456789ABCDEFGHIJ'),
    })
    .optional(),
  /** AWS WAF in front of everything: some 13 US dollars a month before the first request. */
  waf: z.boolean(),
  /** Registers the distribution with AWS Shield Advanced, to which the account must have subscribed. */
  shieldAdvanced: z.boolean(),
  /** Which generation of its key CloudFront shows to the API; one more than before replaces it. */
  originKey: whole(1),
  /** A stage that is kept: deletion protection, and data that outlives its stack. */
  retain: z.boolean(),
  /**
   * Encrypts what has personal data under keys of the account's own, one in each region: some 1 US dollar a month each
   * and a little for their uses. Without, under keys that AWS keeps.
   */
  ownKeys: z.boolean(),
  /** A stage that is swept when it is so old and nobody deployed it since. */
  expiresAfterDays: whole(1).optional(),
  throttles,
  /** Batches that `recordResponses` works on at once. */
  recordConcurrency: whole(2).max(1_000),
  /** Instances of each function of the hot path that are always warm, and the most that target tracking may add. */
  warmInstances: z.strictObject({ least: whole(0), most: whole(0) }).optional(),
  logRetentionDays: z.literal([7, 30, 90]),
  /**
   * How many of all traces are kept, 0 to 1; errors and slow requests are kept besides. 0 makes no spans at all. Another
   * number than 0 needs CloudWatch's Transaction Search in the account, see docs/operations/tracing.md.
   */
  traceRatio: z.number().min(0).max(1),
  /** Daily backups, copied to another region. */
  backup: z
    .strictObject({
      copyRegion: region,
      keepDays: whole(1),
      /** Nobody, the account's root included, can delete a backup or unlock the vault once three days are over. */
      lockedVault: z.boolean(),
    })
    .optional(),
  /**
   * Whether AWS FIS may let faults happen in the stage: its functions get FIS's extension, and each region experiments
   * to be started by hand. Not for previews.
   */
  gameDays: z
    .strictObject({
      /**
       * When all faults happen in the home region, one after the other, as EventBridge Scheduler writes it in UTC:
       * `cron(0 9 ? * TUE#1 *)` is at nine on the first Tuesday of each month. @default never by itself
       */
      schedule: z
        .string()
        .regex(/^(cron|rate)\([^()]+\)$/, 'must be cron(…) or rate(…) of EventBridge Scheduler')
        .optional(),
    })
    .optional(),
  people: z
    .strictObject({
      /** Who may make an account, and who a workspace: see `signUpModes`. */
      signUp: z.enum(signUpModes).default('invited'),
      /** Whether each person needs a second factor (an app that shows codes), or may have one. */
      mfa: z.enum(['optional', 'required']).default('optional'),
    })
    .prefault({}),
  /** Who hears of alarms. */
  alarmEmail: z.email().optional(),
  /** From which address workspaces get mail, an address at `domain.name`. Without one, nobody gets any. */
  mailFrom: z.email().optional(),
  /**
   * US dollars a month; `alarmEmail` hears of 80 %, of a forecast above it, and of an anomaly that cost a tenth of it.
   * `npm run cost -- month --budget` works one out.
   */
  monthlyBudget: z.number().positive(),
  /** What the account may use in each region, for alarms ahead of them: the defaults of a new account may be lower. */
  quotas: z.strictObject({ concurrentExecutions: whole(10), requestsPerSecond: whole(100) }),
});

/**
 * Instances that Lambda leaves to functions without provisioned concurrency
 * (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html).
 */
const unreservedConcurrency = 100;

const stage = settings.check((given) => {
  const {
    regions,
    routing,
    domain,
    shieldAdvanced,
    waf,
    retain,
    expiresAfterDays,
    warmInstances,
    backup,
    quotas,
    mailFrom,
  } = given.value;
  const require = (holds: boolean, path: string, message: string) => {
    if (!holds) given.issues.push({ code: 'custom', input: given.value, path: path.split('.'), message });
  };
  require(regions.length === 1 ||
    domain !== undefined, 'domain', 'is needed with several regions: DNS chooses among them');
  require(routing === 'active-active' || regions.length === 2, 'routing', 'active-passive takes two regions');
  require(!domain || domain.name.endsWith(`.${domain.zoneName}`), 'domain.name', 'must lie below zoneName');
  require(waf || !shieldAdvanced, 'shieldAdvanced', 'needs waf');
  require(!retain || expiresAfterDays === undefined, 'expiresAfterDays', 'is not for a stage that is retained');
  require(!warmInstances || warmInstances.least <= warmInstances.most, 'warmInstances.most', 'must not be below least');
  require(retain || !backup, 'backup', 'is for a stage that is retained: its backups outlive it');
  const [warm, room] = [
    liveFunctions.length * (warmInstances?.most ?? 0),
    quotas.concurrentExecutions - unreservedConcurrency,
  ];
  const rule = `must fit ${liveFunctions.length} times into quotas.concurrentExecutions, less ${unreservedConcurrency}`;
  require(!warmInstances || warm <= room, 'warmInstances.most', rule);
  require(mailFrom === undefined ||
    mailFrom.split('@')[1] === domain?.name, 'mailFrom', 'must be an address at domain.name');
  require(backup?.copyRegion !== regions[0], 'backup.copyRegion', 'must not be the first region itself');
});

/** The kinds of stages: `preview` is for every `preview-<branch>` and `pr-<number>`. */
export const stageKinds = ['dev', 'preview', 'staging', 'production'] as const;
export type StageKind = (typeof stageKinds)[number];

const configuration = z.strictObject({
  /** Who answers for all stages; a tag on every resource. */
  owner: z.string().regex(/^[\w .@-]{1,100}$/, 'must be 1 to 100 letters, digits, spaces or .@_-'),
  /**
   * The repository whose workflows may deploy, by the roles of the Delivery stack, as GitHub's tokens name it:
   * `owner/name`, or with ids, `owner@123456/name@456789`, as for all repositories made since July 2026.
   */
  github: z
    .strictObject({
      repository: z
        .string()
        .regex(
          /^[A-Za-z0-9-]{1,39}(@[1-9][0-9]*\/[\w.-]{1,100}@[1-9][0-9]*|\/[\w.-]{1,100})$/,
          'must be like owner/name or owner@123456/name@456789',
        ),
    })
    .optional(),
  stages: z.strictObject({
    dev: stage,
    preview: stage.refine(({ gameDays }) => gameDays === undefined, {
      path: ['gameDays'],
      message: 'is not for previews: their code may start experiments that nobody has read',
    }),
    staging: stage,
    production: stage,
  }),
});

export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}
export type StageSettings = Readonly<z.output<typeof settings>>;
/** What `groundswell.config.ts` exports. */
export type GroundswellConfiguration = z.input<typeof configuration>;

/** A configuration that can't be; its message is for the person who wrote it. */
export class WrongConfiguration extends Error {}

/**
 * Holds a configuration against its rules.
 * @throws WrongConfiguration that names each setting and its rule
 */
export function checkConfiguration(given: unknown): z.output<typeof configuration> {
  const checked = configuration.safeParse(given);
  if (checked.success) return checked.data;
  const sentences = checked.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the whole'}: ${message}`);
  throw new WrongConfiguration(`groundswell.config.ts can't be used:\n${sentences.join('\n')}`);
}
