import type { SQSRecord } from 'aws-lambda';
import { announcementSchema } from '../../contracts/events.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { announce } from '../../domain/events/announce.ts';
import { counterNames } from '../../domain/tallies/counters.ts';
import { documentClient, eventsClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoPublishedEvents } from '../../stores/dynamo-published-events.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { EventBridgeBus } from '../../stores/event-bridge-bus.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const environment = readEnvironment('announce');
const client = documentClient();
const tallies = new DynamoTallyStore(client, environment.TALLIES_TABLE);
const ports = {
  polls: new DynamoPollStore(client, environment.POLLS_TABLE),
  responses: async (pollId: string) => (await tallies.read(pollId)).counters.get(counterNames.responses) ?? 0,
  published: new DynamoPublishedEvents(client, environment.POLLS_TABLE),
  bus: new EventBridgeBus(eventsClient(), environment.EVENT_BUS),
};

/** Tells the bus what is due, once for the stage; what fails stays in the queue, alone. */
export const handler = queueHandler(tell);

async function tell(record: SQSRecord): Promise<void> {
  try {
    await announce(ports, announcementSchema.parse(JSON.parse(record.body)), Date.now());
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.error('An announcement waits for its next try', { event: logEvents.notAnnounced, error: name });
    throw error;
  }
}
