import { makeMark } from '../../domain/tallies/mark.ts';
import { markName } from '../../stores/tally-item.ts';
import { batch } from '../forecast/limits.ts';

/** A stream shard's name and a sequence number as DynamoDB's documentation shows them; what matters is how long they are. */
const shardId = 'shardId-00000001414576573621-f55eea83';
const sequence = '4421584500000000017450439091';

/** What nobody documents, and what was measured here: each is as good as its source. */
export const assumptions = {
  /** A full batch of `recordResponses`, and what is left of it for one message: the slower end of ADR 23's estimate. */
  record: { seconds: 0.02, perItem: (batch.seconds - 0.02) / batch.responses },
  /** `tallyResponses` folds 34,600 records a second (ADR 23, `npm run bench -- --only tally`); an update takes some 10 ms. */
  tally: { seconds: 0.01, perItem: 1 / 34_600 },
  /** A snapshot to the Event API; not measured on AWS. */
  publish: { seconds: 0.1, perItem: 0 },
  /**
   * The SDK tries a throttled write four times, after up to 1, 2 and 4 s at random: 3.5 s on average
   * (`maxAttempts` of @aws-sdk/client-dynamodb, `Retry.throttlingDelay` of @smithy/core).
   */
  writePatienceSeconds: 3.5,
  /**
   * How long a partition is too hot until DynamoDB splits it. Undocumented; a test of AWS's own saw no split in its
   * first ten minutes (https://www.amazonaws.cn/blog-selection/part-2-scaling-dynamodb-how-partitions-hot-keys-and-split-for-heat-impact-performance/).
   */
  splitSeconds: 600,
  /** A poll of five questions with ten options, and the item's own attributes. Bytes. */
  tallyItemBytes: 800,
  /** A stream shard's mark in the item: name and value, as the store writes them. Bytes. */
  markBytes: markName(shardId).length + makeMark(sequence, Date.UTC(2027, 0)).length,
} as const;
