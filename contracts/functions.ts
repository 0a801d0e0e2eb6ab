/**
 * Every Lambda function: the service that owns it, the file that holds its `handler`, and the environment
 * variables that it reads. The CDK side must provide exactly these variables (a missing one fails the type
 * check) and the handler reads them through `readEnvironment`, so neither side spells a name by hand.
 */
export const functions = {
  authorizeKey: {
    service: 'polls',
    entry: 'functions/polls/authorize-key.ts',
    environment: ['POLLS_TABLE', 'SIGN_IN_ISSUER', 'SIGN_IN_CLIENT_ID'],
  },
  managePeople: {
    service: 'people',
    entry: 'functions/people/manage-people.ts',
    environment: ['POLLS_TABLE', 'MAIL_QUEUE_URL', 'MAIL_FROM'],
  },
  joinWorkspace: {
    service: 'people',
    entry: 'functions/people/join-workspace.ts',
    environment: ['POLLS_TABLE', 'SIGN_IN_ISSUER', 'SIGN_IN_CLIENT_ID', 'SIGN_UP'],
  },
  createPoll: { service: 'polls', entry: 'functions/polls/create-poll.ts', environment: ['POLLS_TABLE'] },
  listPolls: { service: 'polls', entry: 'functions/polls/list-polls.ts', environment: ['POLLS_TABLE'] },
  getPoll: { service: 'polls', entry: 'functions/polls/get-poll.ts', environment: ['POLLS_TABLE'] },
  updatePoll: { service: 'polls', entry: 'functions/polls/update-poll.ts', environment: ['POLLS_TABLE'] },
  openPoll: { service: 'polls', entry: 'functions/polls/open-poll.ts', environment: ['POLLS_TABLE'] },
  closePoll: { service: 'polls', entry: 'functions/polls/close-poll.ts', environment: ['POLLS_TABLE'] },
  deletePoll: { service: 'polls', entry: 'functions/polls/delete-poll.ts', environment: ['POLLS_TABLE'] },
  listKeys: { service: 'polls', entry: 'functions/polls/list-keys.ts', environment: ['POLLS_TABLE'] },
  createKey: { service: 'polls', entry: 'functions/polls/create-key.ts', environment: ['POLLS_TABLE'] },
  deleteKey: { service: 'polls', entry: 'functions/polls/delete-key.ts', environment: ['POLLS_TABLE'] },
  getBallot: { service: 'responses', entry: 'functions/responses/get-ballot.ts', environment: ['POLLS_TABLE'] },
  signDevice: {
    service: 'responses',
    entry: 'functions/responses/sign-device.ts',
    environment: ['POLLS_TABLE', 'VOTER_TOKEN_SECRET_ARN'],
  },
  signVoter: {
    service: 'responses',
    entry: 'functions/responses/sign-voter.ts',
    environment: ['POLLS_TABLE', 'VOTER_TOKEN_SECRET_ARN'],
  },
  admitVoter: {
    service: 'voters',
    entry: 'functions/voters/admit-voter.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'VOTER_TOKEN_SECRET_ARN', 'LOCAL_TARGETS'],
  },
  manageVoters: {
    service: 'voters',
    entry: 'functions/voters/manage-voters.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'LOCAL_TARGETS'],
  },
  submitResponse: {
    service: 'responses',
    entry: 'functions/responses/submit-response.ts',
    environment: ['POLLS_TABLE', 'VOTER_TOKEN_SECRET_ARN', 'RESPONSES_QUEUE_URL'],
  },
  recordResponses: {
    service: 'responses',
    entry: 'functions/responses/record-responses.ts',
    environment: ['RESPONSES_TABLE', 'RESPONSES_DEAD_LETTER_QUEUE_URL'],
  },
  getResponse: {
    service: 'responses',
    entry: 'functions/responses/get-response.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE'],
  },
  tallyResponses: {
    service: 'results',
    entry: 'functions/results/tally-responses.ts',
    environment: ['TALLIES_TABLE', 'ERASURES_QUEUE_URL'],
  },
  recountPoll: {
    service: 'results',
    entry: 'functions/results/recount-poll.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'TALLIES_TABLE'],
  },
  getResults: {
    service: 'results',
    entry: 'functions/results/get-results.ts',
    environment: [
      'POLLS_TABLE',
      'RESPONSES_TABLE',
      'TALLIES_TABLE',
      'VOTER_TOKEN_SECRET_ARN',
      'RESPONSES_QUEUE_URL',
      'SIGN_IN_ISSUER',
      'SIGN_IN_CLIENT_ID',
    ],
  },
  getInstantRunoff: {
    service: 'results',
    entry: 'functions/results/get-instant-runoff.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'VOTER_TOKEN_SECRET_ARN', 'SIGN_IN_ISSUER', 'SIGN_IN_CLIENT_ID'],
  },
  requestExport: {
    service: 'exports',
    entry: 'functions/exports/request-export.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'EXPORTS_QUEUE_URL'],
  },
  listExports: {
    service: 'exports',
    entry: 'functions/exports/list-exports.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE'],
  },
  getExport: {
    service: 'exports',
    entry: 'functions/exports/get-export.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'EXPORTS_BUCKET'],
  },
  writeExport: {
    service: 'exports',
    entry: 'functions/exports/write-export.ts',
    environment: [
      'POLLS_TABLE',
      'RESPONSES_TABLE',
      'TALLIES_TABLE',
      'EXPORTS_BUCKET',
      'EXPORTS_QUEUE_URL',
      'EVENT_BUS',
    ],
  },
  manageVoterData: {
    service: 'erasure',
    entry: 'functions/erasure/manage-voter-data.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'TALLIES_TABLE', 'EXPORTS_BUCKET', 'ARCHIVE_BUCKET'],
  },
  finishErasure: {
    service: 'erasure',
    entry: 'functions/erasure/finish-erasure.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'EXPORTS_BUCKET', 'ARCHIVE_BUCKET'],
  },
  manageExclusions: {
    service: 'abuse',
    entry: 'functions/abuse/manage-exclusions.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'ABUSE_QUEUE_URL'],
  },
  workExclusions: {
    service: 'abuse',
    entry: 'functions/abuse/work-exclusions.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'ABUSE_QUEUE_URL'],
  },
  manageArchive: {
    service: 'archive',
    entry: 'functions/archive/manage-archive.ts',
    environment: ['POLLS_TABLE', 'ARCHIVE_QUEUE_URL'],
  },
  workArchive: {
    service: 'archive',
    entry: 'functions/archive/work-archive.ts',
    environment: [
      'POLLS_TABLE',
      'RESPONSES_TABLE',
      'TALLIES_TABLE',
      'ARCHIVE_BUCKET',
      'ARCHIVE_QUEUE_URL',
      'INSIGHTS_QUEUE_URL',
    ],
  },
  manageSettings: {
    service: 'retention',
    entry: 'functions/retention/manage-settings.ts',
    environment: ['POLLS_TABLE'],
  },
  keepRetention: {
    service: 'retention',
    entry: 'functions/retention/keep-retention.ts',
    environment: ['POLLS_TABLE', 'RETENTION_QUEUE_URL', 'ARCHIVE_QUEUE_URL'],
  },
  removePollData: {
    service: 'retention',
    entry: 'functions/retention/remove-poll-data.ts',
    environment: [
      'POLLS_TABLE',
      'RESPONSES_TABLE',
      'TALLIES_TABLE',
      'EXPORTS_BUCKET',
      'ARCHIVE_BUCKET',
      'REMOVALS_QUEUE_URL',
      'REMOVALS_QUEUE_ARN',
      'SCHEDULE_GROUP',
      'SCHEDULE_ROLE_ARN',
      'SCHEDULE_DEAD_LETTERS_ARN',
    ],
  },
  publishResults: {
    service: 'results',
    entry: 'functions/results/publish-results.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_QUEUE_URL', 'LIVE_HTTP_HOST'],
  },
  authorizeViewer: {
    service: 'results',
    entry: 'functions/results/authorize-viewer.ts',
    environment: ['VOTER_TOKEN_SECRET_ARN'],
  },
  getLive: {
    service: 'results',
    entry: 'functions/results/get-live.ts',
    environment: [
      'POLLS_TABLE',
      'RESPONSES_TABLE',
      'VOTER_TOKEN_SECRET_ARN',
      'SIGN_IN_ISSUER',
      'SIGN_IN_CLIENT_ID',
      'LIVE_HTTP_HOST',
      'LIVE_REALTIME_HOST',
    ],
  },
  getInsights: {
    service: 'insights',
    entry: 'functions/insights/get-insights.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'INSIGHTS_QUEUE_URL'],
  },
  getCrossTab: {
    service: 'insights',
    entry: 'functions/insights/get-cross-tab.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'INSIGHTS_QUEUE_URL'],
  },
  listAnswers: {
    service: 'insights',
    entry: 'functions/insights/list-answers.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'INSIGHTS_QUEUE_URL'],
  },
  moderateAnswer: {
    service: 'insights',
    entry: 'functions/insights/moderate-answer.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE'],
  },
  computeInsights: {
    service: 'insights',
    entry: 'functions/insights/compute-insights.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'TALLIES_TABLE'],
  },
  validateRestore: {
    service: 'recovery',
    entry: 'functions/recovery/validate-restore.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'TALLIES_TABLE'],
  },
  hashOriginKey: { service: 'edge', entry: 'functions/edge/hash-origin-key.ts', environment: [] },
  getHealth: {
    service: 'health',
    entry: 'functions/health/get-health.ts',
    environment: ['POLLS_TABLE', 'RESPONSES_TABLE', 'TALLIES_TABLE', 'RESPONSES_QUEUE_URL'],
  },
  createUpload: {
    service: 'media',
    entry: 'functions/media/create-upload.ts',
    environment: ['POLLS_TABLE', 'UPLOADS_BUCKET'],
  },
  getMedia: { service: 'media', entry: 'functions/media/get-media.ts', environment: ['POLLS_TABLE'] },
  processUpload: {
    service: 'media',
    entry: 'functions/media/process-upload.ts',
    program: 'functions/media/render-picture.ts',
    environment: ['POLLS_TABLE', 'UPLOADS_BUCKET', 'MEDIA_BUCKET', 'MEDIA_BUCKET_REGION'],
  },
  planAudience: {
    service: 'audience',
    entry: 'functions/audience/plan-audience.ts',
    environment: [
      'POLLS_TABLE',
      'SCHEDULE_GROUP',
      'SCHEDULE_ROLE_ARN',
      'SCHEDULE_DEAD_LETTERS_ARN',
      'PREPARE_FUNCTION_ARN',
    ],
  },
  publishPolls: {
    service: 'events',
    entry: 'functions/events/publish-polls.ts',
    environment: [
      'EVENT_BUS',
      'REGION_RANK',
      'ANNOUNCEMENTS_QUEUE_URL',
      'ANNOUNCEMENTS_QUEUE_ARN',
      'SCHEDULE_GROUP',
      'SCHEDULE_ROLE_ARN',
      'SCHEDULE_DEAD_LETTERS_ARN',
    ],
  },
  announce: {
    service: 'events',
    entry: 'functions/events/announce.ts',
    environment: ['EVENT_BUS', 'POLLS_TABLE', 'TALLIES_TABLE'],
  },
  emitResults: {
    service: 'events',
    entry: 'functions/events/emit-results.ts',
    environment: ['REGION_RANK', 'ANNOUNCEMENTS_QUEUE_URL'],
  },
  prepareAudience: {
    service: 'audience',
    entry: 'functions/audience/prepare-audience.ts',
    environment: [
      'POLLS_TABLE',
      'RESPONSES_TABLE',
      'SCALABLE_TARGETS',
      'LEAST_WARM_INSTANCES',
      'MOST_WARM_INSTANCES',
      'VOTES_PER_SECOND',
    ],
  },
  readWebhooks: {
    service: 'notifications',
    entry: 'functions/notifications/read-webhooks.ts',
    environment: ['POLLS_TABLE'],
  },
  writeWebhooks: {
    service: 'notifications',
    entry: 'functions/notifications/write-webhooks.ts',
    environment: ['POLLS_TABLE', 'WAKE_UPS_QUEUE_URL', 'LOCAL_TARGETS'],
  },
  dispatchEvents: {
    service: 'notifications',
    entry: 'functions/notifications/dispatch-events.ts',
    environment: ['POLLS_TABLE', 'WAKE_UPS_QUEUE_URL', 'MAIL_QUEUE_URL', 'MAIL_FROM'],
  },
  deliverWebhooks: {
    service: 'notifications',
    entry: 'functions/notifications/deliver-webhooks.ts',
    environment: [
      'POLLS_TABLE',
      'WAKE_UPS_QUEUE_URL',
      'MAIL_QUEUE_URL',
      'MAIL_FROM',
      'LOCAL_TARGETS',
      'WEBHOOK_RETRY_SECONDS',
    ],
  },
  sendMail: {
    service: 'notifications',
    entry: 'functions/notifications/send-mail.ts',
    environment: ['POLLS_TABLE', 'TALLIES_TABLE', 'MAIL_FROM', 'STUDIO_URL'],
  },
} as const satisfies Record<string, FunctionContract>;

export interface FunctionContract {
  readonly service: ServiceName;
  /** Path from the repository's root. */
  readonly entry: string;
  /** A file that it runs as a process of its own: it stands beside the bundle, as `program.mjs`. @default none */
  readonly program?: string;
  readonly environment: readonly string[];
}

export type ServiceName =
  | 'polls'
  | 'people'
  | 'responses'
  | 'voters'
  | 'results'
  | 'events'
  | 'audience'
  | 'health'
  | 'recovery'
  | 'notifications'
  | 'exports'
  | 'erasure'
  | 'archive'
  | 'abuse'
  | 'retention'
  | 'insights'
  | 'media'
  | 'edge';
export type FunctionName = keyof typeof functions;

/** What voters and viewers wait for: called through an alias, kept warm and deployed step by step. */
export const liveFunctions = ['submitResponse', 'getBallot', 'getResults'] as const satisfies readonly FunctionName[];

/** The variables that a function reads, each with its value. */
export type Environment<F extends FunctionName> = {
  readonly [V in (typeof functions)[F]['environment'][number]]: string;
};

/**
 * Reads a function's variables once, at cold start.
 * @throws Error that names every variable that is missing or empty
 */
export function readEnvironment<F extends FunctionName>(
  name: F,
  source: Record<string, string | undefined> = process.env,
): Environment<F> {
  const names: readonly string[] = functions[name].environment;
  const missing = names.filter((variable) => !source[variable]);
  if (missing.length > 0) {
    throw new Error(`${name} lacks the environment variable ${missing.join(', ')}`);
  }
  return Object.fromEntries(names.map((variable) => [variable, source[variable]])) as Environment<F>;
}
