import type { Faults } from '../../../local/chaos/faults.ts';
import { ShardReader, type ShardReaderProps } from '../../../local/pollers/shard-reader.ts';
import { type StreamRecord, toStreamRecord } from '../../../local/pollers/stream-record.ts';
import { type FakePool, fakePool } from './fake-pool.ts';
import { mappingOf } from './mappings.ts';

/** What a function is given of a shard. */
export interface ShardEvent {
  readonly Records: readonly StreamRecord[];
  readonly shardId?: string;
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: unknown;
  readonly isFinalInvokeForWindow?: boolean;
}

/** Records with these sequence numbers, each with something in it that only its reader may see. */
export function recordsOf(...numbers: string[]): StreamRecord[] {
  return numbers.map((SequenceNumber) =>
    toStreamRecord({ dynamodb: { SequenceNumber, NewImage: { answer: { S: 'confidential' } } } }, 'arn:of:the:stream'),
  );
}

export function numbersOf(event: ShardEvent): (string | undefined)[] {
  return event.Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
}

/** A reader whose function is the test's own. */
export function shardReader(
  mapping: Parameters<typeof mappingOf>[0],
  handler: Parameters<typeof fakePool<ShardEvent>>[0],
  faults?: Faults,
): {
  readonly reader: ShardReader;
  readonly events: FakePool<ShardEvent>['events'];
  /** What went to the on-failure destination. */
  readonly failures: unknown[];
  readonly stopping: AbortController;
} {
  const { pool, events } = fakePool(handler);
  const failures: unknown[] = [];
  const stopping = new AbortController();
  const props: ShardReaderProps = {
    shardId: 'shard-1',
    streamArn: 'arn:of:the:stream',
    pool,
    mapping: mappingOf(mapping),
    onFailure: async (message) => void failures.push(message),
    signal: stopping.signal,
    faults,
  };
  return { reader: new ShardReader(props), events, failures, stopping };
}
