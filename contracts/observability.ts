/** Stable ids of log events: what a saved query or an alarm looks for. Their texts may change, these may not. */
export const logEvents = {
  requestFailed: 'request.failed',
  messageRejected: 'responses.message-rejected',
  recordFailed: 'responses.record-failed',
  tallyFailed: 'results.tally-failed',
  pollRecounted: 'results.poll-recounted',
  audienceNotPlanned: 'audience.not-planned',
  audiencePrepared: 'audience.prepared',
} as const;
