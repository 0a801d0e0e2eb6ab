import { demandOf } from '../../domain/audience/demand.ts';
import { peakShare, shardCount } from '../../domain/polls/shards.ts';
import type { StageConfiguration } from '../../lib/configuration/stage.ts';
import { perVote } from '../cost/monthly.ts';
import { idle, usdPerMillionVotes } from './cost-of-votes.ts';

/** What must not be passed: a quota of the account, a limit of AWS's, or one of the design. */
export interface Limit {
  readonly id: string;
  readonly name: string;
  readonly quota: number;
  readonly unit: string;
  /** Whether it is used by the busiest second, or by a month. */
  readonly of: 'second' | 'month';
  /** Units that one vote a second, or one vote a month, uses. */
  readonly perVote: number;
  /** Why it is so many. */
  readonly because: string;
  readonly source: string;
  /** What to do before it is reached. */
  readonly action: string;
}

/** The share of looks at results that CloudFront can't answer (ADR 12). */
const missRate = 0.01;
/** Responses that one batch of `recordResponses` takes, its window and how long it lasts, in seconds (ADR 23). */
const batch = { responses: 100, windowSeconds: 1, seconds: 0.4 } as const;
/** What goes from the API's own limits into each figure. */
const requestsPerVote = 1 + perVote.devices + perVote.views * missRate;
/** An audience whose busiest second has one vote. */
const audiencePerVote = 1 / peakShare;
/** Calls of functions that somebody waits for: the vote, the token, and two of AppSync's authorizer. */
const callsPerVote = 1 + perVote.devices + 2;

/**
 * Instances at one vote a second. Large numbers go into the rule for audiences, as it rounds up to whole instances.
 */
function instancesPerVote(): number {
  const votes = 1_000_000;
  const open = { leastInstances: 0, mostInstances: votes, votesPerSecond: votes };
  const { instances } = demandOf(votes * audiencePerVote, open);
  return callsPerVote * (instances / votes) + batch.seconds / batch.responses;
}

const aws = 'https://docs.aws.amazon.com';
const quotas = 'docs/operations/quotas.md';

/**
 * All limits of a stage in one region: as if all votes came to that region, since another may be gone.
 * @param usdPerMillion what a million votes cost @default as in docs/operations/cost.md
 */
export function limitsOf(stage: StageConfiguration, usdPerMillion = usdPerMillionVotes(stage)): readonly Limit[] {
  const second = { of: 'second' } as const;
  return [
    {
      ...second,
      id: 'vote-throttle',
      name: "API's throttle of votes",
      quota: stage.throttles.vote.rateLimit,
      unit: 'votes/s',
      perVote: 1,
      because: 'a vote is one request',
      source: 'groundswell.config.ts, throttles.vote',
      action: 'Raise throttles.vote of the stage, below requestsPerSecond; more is refused with 429.',
    },
    {
      ...second,
      id: 'api-requests',
      name: 'API Gateway, requests a second',
      quota: stage.quotas.requestsPerSecond,
      unit: 'requests/s',
      perVote: requestsPerVote,
      because: `a vote, ${perVote.devices} token, and ${missRate * 100} % of ${perVote.views} views`,
      source: `groundswell.config.ts, quotas; ${quotas} [3]`,
      action: 'Ask Service Quotas for more requests a second, then raise quotas.requestsPerSecond.',
    },
    {
      ...second,
      id: 'lambda-concurrency',
      name: 'Lambda, concurrent executions',
      quota: stage.quotas.concurrentExecutions,
      unit: 'instances',
      perVote: instancesPerVote(),
      because: `${callsPerVote} calls at up to 10 a second and instance, and ${batch.seconds} s for ${batch.responses} responses`,
      source: `groundswell.config.ts, quotas; ${quotas} [1]; domain/audience/demand.ts`,
      action: 'Ask Service Quotas for more concurrent executions, then raise quotas and warmInstances.most.',
    },
    {
      ...second,
      id: 'workers',
      name: 'Workers that record responses',
      quota: stage.recordConcurrency * (batch.responses / batch.seconds),
      unit: 'responses/s',
      perVote: 1,
      because: `${stage.recordConcurrency} workers, ${batch.responses} responses in ${batch.seconds} s each`,
      source: 'groundswell.config.ts, recordConcurrency; docs/adr/0023-bursts-and-how-old-results-are.md',
      action: 'Raise recordConcurrency; until then the queue grows, and results get older, in the peak.',
    },
    {
      ...second,
      id: 'queue-in-flight',
      name: 'SQS, messages in flight of a queue',
      quota: 120_000,
      unit: 'messages',
      perVote: batch.windowSeconds + batch.seconds,
      because: `a message is in flight for a window of ${batch.windowSeconds} s and ${batch.seconds} s of work`,
      source: `${aws}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html`,
      action: 'Ask AWS Support for more messages in flight; recordConcurrency is the cap that is met before.',
    },
    {
      ...second,
      id: 'partition-writes',
      name: "DynamoDB, writes of a poll's partition key",
      quota: 1_000,
      unit: 'writes/s',
      perVote: 1 / shardCount(),
      because: `a poll that announces no audience has ${shardCount()} keys, and may have all votes`,
      source: `domain/polls/shards.ts; ${aws}/amazondynamodb/latest/developerguide/bp-partition-key-design.html`,
      action: 'Announce the audience of large polls before they open: they get more keys.',
    },
    {
      ...second,
      id: 'resting-table',
      name: 'DynamoDB, writes of a table from rest',
      quota: 4_000,
      unit: 'writes/s',
      perVote: 1,
      because: 'a vote is one write; the table doubles from its peak, so this holds for sudden ones',
      source: `${quotas}; docs/adr/0018-audience.md`,
      action: 'Announce audiences, or set the warm throughput of the Responses table once.',
    },
    {
      ...second,
      id: 'table-writes',
      name: 'DynamoDB, write units of a table',
      quota: 40_000,
      unit: 'writes/s',
      perVote: stage.regions.length,
      because: `a vote is one write in each of ${stage.regions.length} regions`,
      source: `${quotas} [4]`,
      action: 'Ask Service Quotas for more write units of a table.',
    },
    {
      ...second,
      id: 'live-messages',
      name: 'AppSync, messages a second to viewers',
      quota: 1_000_000,
      unit: 'messages/s',
      perVote: audiencePerVote,
      because: `one message a second to each of ${audiencePerVote} people in an audience for each vote`,
      source: `docs/adr/0024-live-results.md; ${aws}/general/latest/gr/appsync.html`,
      action: 'Ask Service Quotas for more outbound messages; until then clients fall back to asking.',
    },
    {
      ...second,
      id: 'live-connections',
      name: 'AppSync, new connections a second',
      quota: 2_000,
      unit: 'connections/s',
      perVote: 1,
      because: 'whoever votes has opened one connection, and comes as fast as votes do',
      source: `docs/adr/0024-live-results.md; ${aws}/general/latest/gr/appsync.html`,
      action: 'Ask Service Quotas for more connection requests; clients that are refused ask by HTTP.',
    },
    {
      ...second,
      id: 'cloudfront-requests',
      name: 'CloudFront, requests a second of a distribution',
      quota: 250_000,
      unit: 'requests/s',
      perVote: 1 + perVote.devices + perVote.views,
      because: `a vote, ${perVote.devices} token and ${perVote.views} views`,
      source: `${quotas} [5]; tools/cost/monthly.ts`,
      action: 'Ask Service Quotas for more requests; viewers on the live channel take none.',
    },
    {
      id: 'monthly-budget',
      name: 'Monthly budget',
      quota: stage.monthlyBudget - idle[stage.kind],
      unit: 'US dollars a month',
      of: 'month',
      perVote: usdPerMillion / 1e6,
      because: `${usdPerMillion.toFixed(2)} for a million votes, of what ${idle[stage.kind].toFixed(2)} for being there leave`,
      source: 'groundswell.config.ts, monthlyBudget; docs/operations/cost.md',
      action:
        'Raise monthlyBudget, or send viewers to shared copies: views are most of the bill (npm run cost -- month).',
    },
  ];
}
