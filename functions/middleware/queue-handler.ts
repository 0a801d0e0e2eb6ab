import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { inBatch, inMessage } from './trace-batch.ts';

/** A handler of a queue's messages, all of a batch at once: one that fails stays in the queue, alone. */
export function queueHandler(work: (record: SQSRecord, context: Context) => Promise<void>) {
  const processor = new BatchProcessor(EventType.SQS);
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    inBatch(event.Records, () =>
      processPartialResponse(event, (record: SQSRecord) => inMessage(record, () => work(record, context)), processor, {
        throwOnFullBatchFailure: false,
      }),
    );
}
