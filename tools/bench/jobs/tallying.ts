import { parentPort, workerData } from 'node:worker_threads';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { inLanes } from '../../../domain/tallies/lanes.ts';
import { streamRecords } from '../samples.ts';

/** Feeds the stream's records to a handler, in turns with as plain updates as there are. */
export interface TallyingInput {
  /** The files of the two bundles; the bare one makes one UpdateItem. */
  readonly bundle: string;
  readonly bare: string;
  /** Where the bare one updates. */
  readonly table: string;
  readonly pollIds: readonly string[];
  /** Records of an event. */
  readonly batch: number;
  readonly rounds: number;
  readonly records: number;
  readonly updates: number;
}

type Handler<Answer> = (event: unknown) => Promise<Answer>;

const lanes = 16;
const warmUps = 5_000;
const input = workerData as TallyingInput;
const load = async <Answer>(file: string) => ((await import(file)) as { handler: Handler<Answer> }).handler;
const handler = await load<DynamoDBBatchResponse>(input.bundle);
const bare = await load<unknown>(input.bare);
const records = streamRecords(input.pollIds);

function nextBatch(): DynamoDBRecord[] {
  return Array.from({ length: input.batch }, () => records.next().value);
}

/** Tallies so many records. @returns milliseconds, those on the clock and those of this thread's core */
async function tally(most: number): Promise<{ clock: number; core: number; count: number }> {
  const sum = { clock: 0, core: 0, count: 0 };
  while (sum.count < most) {
    const event = { Records: nextBatch(), shardId: 'shardId-bench' };
    const [clock, core] = [performance.now(), process.threadCpuUsage()];
    const { batchItemFailures } = await handler(event);
    const { user, system } = process.threadCpuUsage(core);
    if (batchItemFailures.length > 0) throw new Error('tallyResponses left records uncounted');
    sum.clock += performance.now() - clock;
    sum.core += (user + system) / 1_000;
    sum.count += event.Records.length;
  }
  return sum;
}

/** @returns updates a second */
async function update(): Promise<number> {
  const startedAt = performance.now();
  const numbers = Array.from({ length: input.updates }, (_, number) => number);
  await inLanes(numbers, lanes, (number) =>
    bare({
      UpdateItem: {
        TableName: input.table,
        Key: { pk: { S: `bench-${number % lanes}` }, sk: { S: 'bare' } },
        UpdateExpression: 'ADD #n :one',
        ExpressionAttributeNames: { '#n': 'n' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    }),
  );
  return input.updates / ((performance.now() - startedAt) / 1_000);
}

const runs = { subject: [] as number[], baseline: [] as number[] };
const perCore: number[] = [];
// V8 compiles both first.
await update();
await tally(warmUps);
for (let round = 0; round < input.rounds; round += 1) {
  const updates = await update();
  const { clock, core, count } = await tally(input.records);
  runs.baseline.push(updates);
  runs.subject.push(count / (clock / 1_000));
  perCore.push(count / (core / 1_000));
}
parentPort?.postMessage({ runs, perCore });
