import { total, type Units } from './units.ts';

/** What every design has to cope with, and what is known of how long work takes. */
export interface Load {
  /** Votes that are sent, retries and second ones of a voter among them. */
  readonly sent: number;
  /** Options that a batch of votes touches. */
  readonly options: number;
  /** Milliseconds of a function that answers one vote, and that stores one vote of a batch. */
  readonly answerMs: number;
  readonly storeMs: number;
}

/** Another way to count votes. */
export interface Design {
  readonly name: string;
  /** What its counts are worth, in a few words. */
  readonly counts: string;
  unitsFor(load: Load): Units;
}

/** Memory in GB by time in seconds, of so many events. */
const work = (memoryMb: number, ms: number, events: number) => (memoryMb / 1_024) * (ms / 1_000) * events;

/** Their functions get ours: 512 MB where a vote is answered. */
const answeringMb = 512;

/**
 * One item with a number, incremented by the function that takes the vote: one request, one invocation, one write
 * unit. A retry counts twice, and the one item takes 1,000 writes a second at most.
 */
const counter: Design = {
  name: 'A function increments one item',
  counts: 'repeated votes count again; at most 1,000 a second',
  unitsFor: ({ sent, answerMs }) => ({
    httpApiRequests: sent,
    lambdaRequests: sent,
    lambdaGbSeconds: work(answeringMb, answerMs, sent),
    writeUnits: sent,
  }),
};

/**
 * The same with one vote a voter: a transaction puts the voter's item on a condition and increments the counter. A
 * transaction takes two units for each of its items, and as many when its condition fails. All votes still meet at
 * one item, where transactions conflict with each other.
 */
const transaction: Design = {
  name: 'The same, one vote a voter by a transaction',
  counts: 'exact; transactions conflict at one item',
  unitsFor: ({ sent, answerMs }) => ({
    httpApiRequests: sent,
    lambdaRequests: sent,
    lambdaGbSeconds: work(answeringMb, answerMs, sent),
    writeUnits: 4 * sent,
  }),
};

/** From the sample's stack: batches and memory of its two consumers (128 MB is Lambda's default). */
const storing = { batch: 10, memoryMb: 128 } as const;
const counting = { batch: 10_000, memoryMb: 512 } as const;
const consumers = 2;
/** A shard takes 1,000 records or 1 MB a second, and a record is small. */
const recordsPerShardHour = 1_000 * 3_600;
/** A vote as the sample sends it on. */
const voteBytes = Buffer.byteLength(
  JSON.stringify({ cognitoid: crypto.randomUUID(), voteid: crypto.randomUUID(), option: 'option' }),
);
/** Kinesis bills what a PUT carries by 25 KB, and what fan-out delivers by the byte. */
const putUnitBytes = 25_000;

/**
 * https://github.com/aws-samples/high-volume-voting-system: a REST API puts each vote into Kinesis without a function;
 * one consumer stores votes by ten, the other adds up to 10,000 and updates each option's count, both with enhanced
 * fan-out. Flattered: shards are paid while they are full only, batches are full, its functions run on arm64 and as
 * fast as ours, and what they print of each vote is left out.
 */
const kinesis: Design = {
  name: 'REST API into Kinesis, two consumers',
  counts: 'live counts include repeated votes; exact only in the stored votes',
  unitsFor({ sent, options, storeMs }) {
    const shardHours = sent / recordsPerShardHour;
    const stored = sent / storing.batch;
    const added = sent / counting.batch;
    return {
      restApiRequests: sent,
      kinesisPutUnits: sent * Math.ceil(voteBytes / putUnitBytes),
      kinesisShardHours: shardHours,
      kinesisFanOutShardHours: consumers * shardHours,
      kinesisFanOutGb: (consumers * sent * voteBytes) / 1e9,
      lambdaRequests: stored + added,
      lambdaGbSeconds: total([
        work(storing.memoryMb, storeMs * storing.batch, stored),
        work(counting.memoryMb, storeMs * options, added),
      ]),
      writeUnits: sent + added * options,
    };
  },
};

export const otherDesigns: readonly Design[] = [counter, transaction, kinesis];
