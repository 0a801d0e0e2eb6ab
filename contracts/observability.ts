import type { ProblemCode } from './problems.ts';

/** Stable ids of log events: what a saved query or an alarm looks for. Their texts may change, these may not. */
export const logEvents = {
  unhealthy: 'health.not-in-service',
  requestFailed: 'request.failed',
  auditAppended: 'audit.appended',
  outcomeNotRecorded: 'audit.outcome-not-recorded',
  keyUseNotNoted: 'polls.key-use-not-noted',
  voterKeysNotFetched: 'responses.voter-keys-not-fetched',
  messageRejected: 'responses.message-rejected',
  recordFailed: 'responses.record-failed',
  tallyFailed: 'results.tally-failed',
  snapshotDropped: 'results.snapshot-dropped',
  pollRecounted: 'results.poll-recounted',
  insightsComputed: 'insights.computed',
  insightsFailed: 'insights.failed',
  restoreValidated: 'recovery.restore-validated',
  restoreFailed: 'recovery.restore-failed',
  uploadProcessed: 'media.upload-processed',
  uploadFailed: 'media.upload-failed',
  pollDataRemoved: 'retention.poll-data-removed',
  pollNotPublished: 'events.poll-not-published',
  resultsNotEmitted: 'events.results-not-emitted',
  notAnnounced: 'events.not-announced',
  audienceNotPlanned: 'audience.not-planned',
  audiencePrepared: 'audience.prepared',
  dispatchFailed: 'notifications.dispatch-failed',
  webhookDisabled: 'notifications.webhook-disabled',
  deliveriesFailed: 'notifications.deliveries-failed',
  mailFailed: 'notifications.mail-failed',
  spansLost: 'tracing.spans-lost',
} as const;

/** What the log of `validateRestore` is counted as. The dimension is the table that was backed up. */
export const recoveryMetrics = {
  namespace: 'Groundswell/Recovery',
  dimension: 'Table',
  validated: 'RestoresValidated',
  failed: 'RestoresFailed',
} as const;

/** Our own metrics, each under its function's name: what an alarm and a dashboard look for. */
export const metrics = {
  namespace: 'Groundswell',
  dimension: 'FunctionName',
  /** Of `Refused` alone, beside the function. */
  reason: 'Reason',
  names: {
    /** From a response's acceptance to its place in the tally, by `tallyResponses`. */
    ResultsAge: { unit: 'Milliseconds' },
    /** Changes of responses in the tallies, by `tallyResponses`: new ones, changed ones, erased ones. */
    Tallied: { unit: 'Count' },
    /** Snapshots that live viewers never got, by `publishResults`. */
    SnapshotsDropped: { unit: 'Count' },
    /** Responses that the queue has confirmed, by `submitResponse`. */
    Accepted: { unit: 'Count' },
    /** Responses that were refused, by `submitResponse` and reason. */
    Refused: { unit: 'Count' },
    /** Responses that were stored, by `recordResponses`. */
    Recorded: { unit: 'Count' },
    /** Responses that changed nothing, by `recordResponses`: the voter's own stands already, or the message came twice. */
    Repeated: { unit: 'Count' },
    /** Tallies that a recount of the daily sample found right, and those that it found wrong, by `recountPoll`. */
    RecountsEqual: { unit: 'Count' },
    RecountsDifferent: { unit: 'Count' },
    /** Polls that an instance remembered, and those that it had to read. */
    PollsRemembered: { unit: 'Count' },
    PollsRead: { unit: 'Count' },
  },
} as const;
export type MetricName = keyof typeof metrics.names;

/** Why a response may be refused, as far as a metric tells it: each reason is a metric that is paid for. */
export const refusalReasons = [
  'malformed-json',
  'invalid-request',
  'invalid-content',
  'body-too-large',
  'invalid-voter-token',
  'poll-not-open',
  'not-found',
  'other',
] as const satisfies readonly (ProblemCode | 'other')[];
export type RefusalReason = (typeof refusalReasons)[number];

/** What an instance adds up and tells once a minute. */
export type CountName = 'Accepted' | 'Refused' | 'Recorded' | 'Repeated' | 'PollsRemembered' | 'PollsRead';
