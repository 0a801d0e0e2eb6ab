import type { SQSRecord } from 'aws-lambda';
import { erasureMessageSchema } from '../../contracts/erasure.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { eraseDerived } from '../../domain/erasure/erasure.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoDerivedData } from '../../stores/dynamo-derived-data.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const environment = readEnvironment('finishErasure');
const derived = new DynamoDerivedData(documentClient(), objectClient(), {
  polls: environment.POLLS_TABLE,
  tallies: environment.TALLIES_TABLE,
  exportsBucket: environment.EXPORTS_BUCKET,
});

/** Removes what the region derived from responses that were erased, in whatever region. */
export const handler = queueHandler(finishErasure);

async function finishErasure({ body }: SQSRecord): Promise<void> {
  await eraseDerived(derived, erasureMessageSchema.parse(JSON.parse(body)));
}
