import type { Settings } from '../../../tools/simulate/model/settings.ts';

const plenty = 1e12;
const open = { perSecond: plenty, burst: plenty };

/** A model without any limit but what a test sets: one partition, one poller, no windows. */
export const unlimited: Settings = {
  edge: { requestsPerSecond: plenty, requestsPerVote: 1 },
  account: open,
  requestsPerVote: 1,
  votes: open,
  retries: false,
  concurrency: plenty,
  submit: { callSeconds: 0.025, callsPerInstance: 10, callsPerVote: 1, warm: plenty, growth: open },
  record: {
    batchSize: 100,
    windowSeconds: 0,
    duration: { seconds: 0, perItem: 0.01 },
    pollers: { first: 1, perSecond: 0, most: 1 },
    inFlight: plenty,
    hiddenSeconds: 180,
    mostReceives: 5,
  },
  writes: {
    partitions: [{ partitions: 1, share: 1 }],
    perPartition: plenty,
    table: plenty,
    patienceSeconds: 3.5,
    splitSeconds: plenty,
    doublingSeconds: plenty,
  },
  tally: {
    batchSize: 1_000,
    windowSeconds: 0,
    lookSeconds: 0,
    duration: { seconds: 0, perItem: 0 },
    item: { unitsPerSecond: plenty, unitBytes: 1_024, bytes: 0, perShard: 0, items: 1 },
  },
  publish: { batchSize: 1_000, windowSeconds: 0, lookSeconds: 0, duration: { seconds: 0, perItem: 0 } },
};
