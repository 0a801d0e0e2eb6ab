import { callSeconds, callsPerInstance, demandOf } from '../../domain/audience/demand.ts';
import { shardCount } from '../../domain/polls/shards.ts';
import { perVote } from '../cost/monthly.ts';
import { callsPerVote, requestsPerVote } from '../forecast/limits.ts';
import { assumptions } from './assumptions.ts';
import { awsLimits } from './aws-limits.ts';
import type { Design } from './design.ts';
import type { Settings, StreamSettings } from './model/settings.ts';
import { partitionsOf } from './partitions.ts';

/** What a run assumes besides the design. */
export interface Circumstances {
  /** Voters that the poll announces; 0: it announces none. */
  readonly audience: number;
  /** The most writes a second that the table has seen; 0: it is new. */
  readonly formerPeak: number;
  readonly retries: boolean;
}

/** What a poll finds when it opens, by what it announced (ADR 18). */
export interface Prepared {
  readonly keys: number;
  readonly partitions: number;
  readonly warm: number;
}

export function preparedFor(design: Design, { audience, formerPeak }: Circumstances): Prepared {
  const demand = demandOf(audience, {
    leastInstances: design.warmLeast,
    mostInstances: design.warmMost,
    votesPerSecond: design.votesPerSecond,
  });
  const { newTableWrites, partitionWrites } = awsLimits.dynamodb;
  const announced = audience > 0 ? demand.writesPerSecond : 0;
  const writes = Math.max(newTableWrites, 2 * formerPeak, design.warmWrites, announced);
  return { keys: shardCount(audience), partitions: Math.ceil(writes / partitionWrites), warm: demand.instances };
}

/** Every number of the model for a design. */
export function settingsOf(design: Design, circumstances: Circumstances): Settings {
  const { keys, partitions, warm } = preparedFor(design, circumstances);
  const { lambda, pollers, dynamodb } = awsLimits;
  const isProvisioned = design.pollersMost > 0;
  const { invocationsPerPoller } = pollers.provisioned;
  return {
    edge: { requestsPerSecond: design.distributionRequests, requestsPerVote: 1 + perVote.devices + perVote.views },
    account: { perSecond: design.requestsPerSecond, burst: accountBurst(design) },
    requestsPerVote,
    votes: { perSecond: design.votesPerSecond, burst: design.votesAtOnce },
    retries: circumstances.retries,
    concurrency: design.concurrentExecutions,
    submit: { callSeconds, callsPerInstance, callsPerVote, warm, growth: lambda.growth },
    record: {
      ...design.recording,
      duration: assumptions.record,
      pollers: isProvisioned
        ? {
            first: design.pollersLeast * invocationsPerPoller,
            perSecond: pollers.provisioned.perSecond,
            most: design.pollersMost * invocationsPerPoller,
          }
        : { ...pollers.standard, most: Math.min(pollers.standard.most, design.recordConcurrency) },
      inFlight: design.inFlightMessages,
      hiddenSeconds: design.hiddenSeconds,
      mostReceives: design.mostReceives,
    },
    writes: {
      partitions: partitionsOf(keys, partitions),
      perPartition: dynamodb.partitionWrites,
      table: design.tableWrites,
      patienceSeconds: assumptions.writePatienceSeconds,
      splitSeconds: assumptions.splitSeconds,
      doublingSeconds: dynamodb.doublingSeconds,
    },
    tally: {
      ...streamOf(design.tallying, assumptions.tally),
      item: {
        unitsPerSecond: dynamodb.partitionWrites,
        unitBytes: dynamodb.writeUnitBytes,
        bytes: assumptions.tallyItemBytes,
        perShard: assumptions.markBytes,
        items: Math.max(1, design.tallyItems),
      },
    },
    publish: streamOf(design.publishing, assumptions.publish),
  };
}

/** AWS sets the burst with the rate; a quota that was raised is taken to raise both alike. */
function accountBurst({ requestsPerSecond }: Design): number {
  const defaultRate = 10_000;
  return awsLimits.accountBurst * Math.max(1, requestsPerSecond / defaultRate);
}

function streamOf(batching: Design['tallying'], duration: StreamSettings['duration']): StreamSettings {
  return { ...batching, lookSeconds: awsLimits.streamLookSeconds / 2, duration };
}
