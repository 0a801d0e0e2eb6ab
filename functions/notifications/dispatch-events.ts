import type { SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { noMail } from '../../contracts/webhooks.ts';
import { dispatch } from '../../domain/webhooks/dispatch.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { SqsMailOrders, SqsWakeUps } from '../../stores/sqs-notification-queues.ts';
import { traceOfEvent } from '../../stores/trace-context.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';
import { readWebhookEvent } from './read-webhook-event.ts';

const environment = readEnvironment('dispatchEvents');
const { POLLS_TABLE, WAKE_UPS_QUEUE_URL, MAIL_QUEUE_URL, MAIL_FROM } = environment;
const client = documentClient();
const queues = queueClient();
const ports = {
  webhooks: new DynamoWebhookStore(client, POLLS_TABLE),
  deliveries: new DynamoDeliveryStore(client, POLLS_TABLE),
  polls: new DynamoPollStore(client, POLLS_TABLE),
  wakeUps: new SqsWakeUps(queues, WAKE_UPS_QUEUE_URL),
  mails: new SqsMailOrders(queues, MAIL_FROM === noMail ? undefined : MAIL_QUEUE_URL),
};

/** Takes events of the bus from its queue and hands each to the webhooks that asked for it. */
export const handler = queueHandler(hand);

async function hand(record: SQSRecord): Promise<void> {
  try {
    await dispatch(ports, { ...readWebhookEvent(record.body), ...traceOfEvent() }, Date.now());
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.error('An event waits for its next try', { event: logEvents.dispatchFailed, error: name });
    throw error;
  }
}
