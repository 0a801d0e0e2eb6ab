import { Duration } from 'aws-cdk-lib';
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';

/**
 * Where objects below a prefix go as they grow old, in days since they were written. Each step is optional, and so
 * is the end.
 */
export interface Tier {
  /** Ends in a slash, say `logs/`. */
  readonly prefix: string;
  /** Standard-IA: read within milliseconds, for a price a GB. */
  readonly infrequentAfterDays?: number;
  /** Glacier Instant Retrieval: the same for a lower price a month, and a higher one a read. */
  readonly instantArchiveAfterDays?: number;
  /** Glacier Deep Archive: read within 12 hours. */
  readonly deepArchiveAfterDays?: number;
  /** Intelligent-Tiering from the first day, where nobody knows who will read what; instead of the steps above. */
  readonly unknownAccess?: boolean;
  readonly expireAfterDays?: number;
}

/** Days that a class is billed for at least: https://aws.amazon.com/s3/storage-classes/. */
const steps = [
  { days: 'infrequentAfterDays', name: 'Standard-IA', storageClass: StorageClass.INFREQUENT_ACCESS, least: 30 },
  {
    days: 'instantArchiveAfterDays',
    name: 'Glacier Instant Retrieval',
    storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
    least: 90,
  },
  { days: 'deepArchiveAfterDays', name: 'Glacier Deep Archive', storageClass: StorageClass.DEEP_ARCHIVE, least: 180 },
] as const;

/** S3 moves nothing to Standard-IA that is younger. */
const youngestInfrequent = 30;

/** A configuration of tiers that S3 would refuse, or that would pay twice for the same days. */
export class WrongTiers extends Error {}

/**
 * The lifecycle rule of a tier.
 * @throws WrongTiers with a sentence for whoever wrote it
 */
export function ruleOf(tier: Tier): LifecycleRule {
  const { prefix, expireAfterDays } = tier;
  const transitions = transitionsOf(tier);
  if (!/^[^/].*\/$/.test(prefix))
    throw new WrongTiers(`The prefix "${prefix}" must end in a slash, and not begin with one.`);
  if (transitions.length === 0 && expireAfterDays === undefined) {
    throw new WrongTiers(`Nothing ever happens to objects below ${prefix}: give them a step or an end.`);
  }
  return {
    id: prefix.slice(0, -1),
    prefix,
    ...(transitions.length === 0 ? {} : { transitions }),
    ...(expireAfterDays === undefined ? {} : { expiration: Duration.days(expireAfterDays) }),
  };
}

function transitionsOf(tier: Tier): NonNullable<LifecycleRule['transitions']> {
  const { prefix, expireAfterDays } = tier;
  const taken = steps.flatMap((step) => {
    const after = tier[step.days];
    return after === undefined ? [] : [{ ...step, after }];
  });
  if (tier.unknownAccess) {
    if (taken.length > 0) throw new WrongTiers(`Objects below ${prefix} go to Intelligent-Tiering, or through steps.`);
    return [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) }];
  }
  for (const [index, { name, after, least }] of taken.entries()) {
    if (name === 'Standard-IA' && after < youngestInfrequent) {
      throw new WrongTiers(
        `Objects below ${prefix} can go to ${name} after ${youngestInfrequent} days at the earliest.`,
      );
    }
    const next = taken[index + 1];
    const end = next ? next.after : expireAfterDays;
    if (end !== undefined && end < after + least) {
      const what = next ? `go on to ${next.name}` : 'expire';
      throw new WrongTiers(
        `Objects below ${prefix} ${what} after ${end} days, but ${name}, from day ${after} on, is billed for ${least} days: give them ${after + least} or more.`,
      );
    }
  }
  return taken.map(({ storageClass, after }) => ({ storageClass, transitionAfter: Duration.days(after) }));
}
