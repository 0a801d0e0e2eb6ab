/** The tables of a stage; their physical names are fixed, so that every region and tool finds them. */
export type TableName = 'polls' | 'responses' | 'tallies';

export function tableName(stage: string, table: TableName): string {
  return `groundswell-${stage}-${table}`;
}

/** The stack of what a stage keeps. */
export function dataStackName(stage: string): string {
  return `groundswell-${stage}-data`;
}

/** The stack of a region's API and of what voters and viewers wait for. */
export function regionStackName(stage: string, region: string): string {
  return `groundswell-${stage}-${region}`;
}

/** The stack of what works in a region behind queues, streams and the bus; deployed before the region's other one. */
export function workersStackName(stage: string, region: string): string {
  return `${regionStackName(stage, region)}-workers`;
}

/** The stack of what watches a region: alarms on its SLOs, and its dashboard. */
export function observabilityStackName(stage: string, region: string): string {
  return `groundswell-${stage}-observability-${region}`;
}

/** A region's dashboard. Dashboards have no region of their own, so it is in the name. */
export function dashboardName(stage: string, region: string): string {
  return regionStackName(stage, region);
}

/** The stack of a region's key for personal data; deployed before the stage's data, which has replicas everywhere. */
export function keyStackName(stage: string, region: string): string {
  return `${regionStackName(stage, region)}-key`;
}

/** By which a region's key for personal data is found. */
export function dataKeyAlias(stage: string): string {
  return `alias/groundswell-${stage}-data`;
}

/** The secret that signs voter tokens; replicated under one name, so that no region needs another one's. */
export function voterTokenSecretName(stage: string): string {
  return `groundswell-${stage}-voter-tokens`;
}

/**
 * The bucket of a stage's pictures, to which every region writes. Names of buckets are the whole world's, so the
 * account is in it; with the longest name of a stage it has the 63 characters that S3 takes.
 */
export function mediaBucketName(stage: string, account: string): string {
  return `groundswell-${stage}-${account}`;
}

/** The stack of a region's fault experiments; named to be deployed with the region. */
export function chaosStackName(stage: string, region: string): string {
  return `groundswell-${stage}-chaos-${region}`;
}

/** Where AWS FIS tells the functions of a region which faults they are to have; named, as functions are made before it. */
export function faultBucketName(stage: string, account: string, region: string): string {
  return `groundswell-${stage}-faults-${account}-${region}`;
}

/** In a template's metadata: what the stack holds has no part on a laptop. */
export const cloudOnly = 'groundswell:cloud-only';

/** In a role's metadata: which of its grants no run on a laptop uses, and why. */
export const untriedMetadata = 'groundswell:untried';

/** The vault of a stage's backups, at home or in the region of their copies. */
export function vaultName(stage: string, place: 'home' | 'copy'): string {
  return `groundswell-${stage}-${place === 'home' ? 'backups' : 'backup-copies'}`;
}

/** How AWS Backup begins the name of every resource that a restore test makes. */
export const restoreTestPrefix = 'awsbackup-restore-test-';

/** Among the responses, the partition of the item by which a region's health check follows the stream. */
export function heartbeatPartition(region: string): string {
  return `HEALTH#${region}#0`;
}

/** The alias through which a hot function is called: it moves from version to version, and is kept warm. */
export const liveAlias = 'live';

/** The groups of a stage's one-time schedules: calls for audiences, announcements, and last looks for removed polls. */
export function scheduleGroupName(stage: string, use: 'audiences' | 'announcements' | 'removals'): string {
  return use === 'audiences' ? `groundswell-${stage}` : `groundswell-${stage}-${use}`;
}

/** What stacks tell whoever deploys them: the address for all, that of one region around CloudFront, and the user pool. */
export const outputs = { url: 'Url', apiUrl: 'ApiUrl', userPoolId: 'UserPoolId' } as const;

/** Tags by which tools find the stacks of a stage, and what a preview's stack says of its own end. */
export const stackTags = { project: 'project', stage: 'stage', expiresAfterDays: 'expires-after-days' } as const;
export const projectName = 'groundswell';

/** What the Delivery stack makes once in an account; workflows and pull requests' stages go by these names. */
export const delivery = {
  stack: 'groundswell-delivery',
  /** The policy that no role of a pull request's stage can exceed. */
  boundary: 'groundswell-pull-request-boundary',
  /** Of the bootstrap for pull requests: its execution role stays within the boundary. */
  qualifier: 'gspreview',
  roles: {
    preview: 'groundswell-github-preview',
    /** What CloudFormation is asked for in a pull request's name. */
    previewDeployment: 'groundswell-preview-deployment',
    sweep: 'groundswell-github-sweep',
    diff: 'groundswell-github-diff',
    staging: 'groundswell-github-staging',
    production: 'groundswell-github-production',
  },
  /** For how long a job has its role: no less than the job may take. Seconds; IAM allows 1 to 12 hours. */
  sessionSeconds: { preview: 10_800, sweep: 10_800, diff: 3_600, staging: 10_800, production: 21_600 },
} as const;

/** How the partitions of the Polls table begin of which a role may be held to some. */
export const partitions = {
  poll: 'POLL#',
  workspace: 'WORKSPACE#',
  webhook: 'WEBHOOK#',
  lane: 'LANE#',
  key: 'KEY#',
  person: 'PERSON#',
  invitation: 'INVITATION#',
  code: 'CODE#',
  audit: 'AUDIT#',
} as const;
