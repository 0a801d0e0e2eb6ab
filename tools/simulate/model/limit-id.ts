/** What can hold votes up or refuse them, in the order of their way. */
export const limitIds = [
  'distribution-requests',
  'vote-throttle',
  'account-requests',
  'lambda-growth',
  'lambda-concurrency',
  'poller-growth',
  'record-concurrency',
  'queue-in-flight',
  'partition-writes',
  'table-writes',
  'tally-item',
] as const;
export type LimitId = (typeof limitIds)[number];
