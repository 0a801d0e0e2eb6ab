import type { LimitId } from './model/limit-id.ts';

/** A limit as a person reads of it. */
export interface LimitWords {
  readonly name: string;
  /** What happens to votes there. */
  readonly effect: string;
  readonly action: string;
}

export const limitWords: Readonly<Record<LimitId, LimitWords>> = {
  'distribution-requests': {
    name: 'CloudFront, requests a second of the distribution',
    effect: 'voters are refused, and come again',
    action: 'Ask Service Quotas for more requests a second of the distribution, long before.',
  },
  'vote-throttle': {
    name: "API's throttle of votes",
    effect: 'voters are refused with 429, and come again',
    action: 'Raise throttles.vote of the stage, after all quotas behind it.',
  },
  'account-requests': {
    name: 'API Gateway, requests a second of the account',
    effect: 'voters are refused with 429, and come again',
    action: 'Ask Service Quotas for more requests a second, then raise quotas.requestsPerSecond.',
  },
  'lambda-growth': {
    name: 'Lambda, growth of submitResponse',
    effect: 'voters are refused with 503, and come again',
    action: 'Announce the audience and raise warmInstances.most: 1,000 cold instances in ten seconds are all there is.',
  },
  'lambda-concurrency': {
    name: 'Lambda, concurrent executions and calls of the account',
    effect: 'voters are refused with 503, and come again',
    action: 'Ask Service Quotas for more concurrent executions, then raise quotas.concurrentExecutions.',
  },
  'poller-growth': {
    name: "SQS pollers' growth",
    effect: 'accepted votes wait in the queue',
    action:
      'Nothing, where it is over within a minute; else provisioned pollers, which are there from the first second.',
  },
  'record-concurrency': {
    name: 'Workers that record responses',
    effect: 'accepted votes wait in the queue',
    action: 'Raise recordConcurrency (up to 1,000), or take provisioned pollers.',
  },
  'queue-in-flight': {
    name: 'SQS, messages in flight',
    effect: 'accepted votes wait in the queue',
    action: 'Ask AWS Support for more messages in flight, or spread a poll over several queues.',
  },
  'partition-writes': {
    name: 'DynamoDB, writes of a partition',
    effect: 'writes are throttled, messages come again minutes later, and after five times are dead letters',
    action: 'Announce the audience: more keys, and warm throughput with room for keys that meet in a partition.',
  },
  'table-writes': {
    name: 'DynamoDB, write units of a table',
    effect: 'writes are throttled, messages come again minutes later, and after five times are dead letters',
    action: 'Ask Service Quotas for more write units of a table.',
  },
  'tally-item': {
    name: "DynamoDB, the poll's one tally item",
    effect: 'recorded votes wait in the stream, and results get old',
    action: 'Spread the tally over several items: each stream shard writes the whole item, and its marks make it long.',
  },
};
