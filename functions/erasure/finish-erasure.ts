import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { erasureMessageSchema } from '../../contracts/erasure.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { eraseDerived } from '../../domain/erasure/erasure.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoDerivedData } from '../../stores/dynamo-derived-data.ts';

const environment = readEnvironment('finishErasure');
const derived = new DynamoDerivedData(documentClient(), objectClient(), {
  polls: environment.POLLS_TABLE,
  tallies: environment.TALLIES_TABLE,
  exportsBucket: environment.EXPORTS_BUCKET,
});
const processor = new BatchProcessor(EventType.SQS);

/** Removes what the region derived from responses that were erased, in whatever region. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return processPartialResponse(event, finishErasure, processor, { throwOnFullBatchFailure: false });
}

async function finishErasure({ body }: SQSRecord): Promise<void> {
  await eraseDerived(derived, erasureMessageSchema.parse(JSON.parse(body)));
}
