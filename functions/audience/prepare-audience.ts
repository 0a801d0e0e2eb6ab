import * as z from 'zod/mini';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import type { Demand } from '../../domain/audience/demand.ts';
import { prepare } from '../../domain/audience/prepare.ts';
import { AwsCapacity } from '../../stores/aws-capacity.ts';
import { autoScalingClient, documentClient, tableClient } from '../../stores/clients.ts';
import { DynamoPlanStore } from '../../stores/dynamo-plan-store.ts';
import { logger } from '../middleware/logger.ts';

const environment = readEnvironment('prepareAudience');
const bounds = {
  leastInstances: Number(environment.LEAST_WARM_INSTANCES),
  mostInstances: Number(environment.MOST_WARM_INSTANCES),
  votesPerSecond: Number(environment.VOTES_PER_SECOND),
};
const ports = {
  plans: new DynamoPlanStore(documentClient(), environment.POLLS_TABLE),
  capacity: new AwsCapacity({
    scaling: autoScalingClient(),
    dynamodb: tableClient(),
    table: environment.RESPONSES_TABLE,
    targets: environment.SCALABLE_TARGETS.split(','),
    bounds,
  }),
};

const eventSchema = z.strictObject({ at: z.number() });

/** Called by schedules, with the time that each was set for: a clock that is behind must not make it too early. */
export async function handler(event: unknown): Promise<Demand> {
  const { at } = eventSchema.parse(event);
  const demand = await prepare(ports, bounds, Math.max(at, Date.now()));
  logger.info('The backend is as warm as its audiences ask for', { event: logEvents.audiencePrepared, ...demand });
  return demand;
}
