/** Stable ids of log events: what a saved query or an alarm looks for. Their texts may change, these may not. */
export const logEvents = {
  unhealthy: 'health.not-in-service',
  requestFailed: 'request.failed',
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
  names: {
    /** From a response's acceptance to its place in the tally, by `tallyResponses`. */
    ResultsAge: { unit: 'Milliseconds' },
    /** Snapshots that live viewers never got, by `publishResults`. */
    SnapshotsDropped: { unit: 'Count' },
  },
} as const;
export type MetricName = keyof typeof metrics.names;
