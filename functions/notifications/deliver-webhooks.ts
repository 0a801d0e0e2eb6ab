import type { SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { type MailOrder, noMail, wakeUpSchema } from '../../contracts/webhooks.ts';
import { runLane } from '../../domain/webhooks/run-lane.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoLaneStore } from '../../stores/dynamo-lane-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { SqsMailOrders, SqsWakeUps } from '../../stores/sqs-notification-queues.ts';
import { WebhookSender } from '../../stores/webhook-sender.ts';
import { targetRules } from '../middleware/check-target.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const environment = readEnvironment('deliverWebhooks');
const { POLLS_TABLE, WAKE_UPS_QUEUE_URL, MAIL_QUEUE_URL, MAIL_FROM } = environment;
/** No round of attempts begins after so long: the next ones take their turn behind other endpoints. Milliseconds. */
const turnMs = 20_000;

const client = documentClient();
const queues = queueClient();
const mails = new SqsMailOrders(queues, MAIL_FROM === noMail ? undefined : MAIL_QUEUE_URL);
const ports = {
  webhooks: new DynamoWebhookStore(client, POLLS_TABLE),
  deliveries: new DynamoDeliveryStore(client, POLLS_TABLE),
  lanes: new DynamoLaneStore(client, POLLS_TABLE),
  wakeUps: new SqsWakeUps(queues, WAKE_UPS_QUEUE_URL),
  sender: new WebhookSender(targetRules(environment.LOCAL_TARGETS)),
  mails: { send: notify },
  now: Date.now,
  random: Math.random,
};
const plan = { totalMs: Number(environment.WEBHOOK_RETRY_SECONDS) * 1_000 };

/** Looks after the deliveries of the webhook that a message names. */
export const handler = queueHandler(lookAfter);

async function lookAfter(record: SQSRecord): Promise<void> {
  try {
    const wakeUp = wakeUpSchema.parse(JSON.parse(record.body));
    await runLane(ports, { wakeUp, holder: record.messageId, plan, stopAt: Date.now() + turnMs });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.error('Deliveries wait for their next try', { event: logEvents.deliveriesFailed, error: name });
    throw error;
  }
}

async function notify(order: MailOrder): Promise<void> {
  logger.warn('A webhook is disabled', { event: logEvents.webhookDisabled, ...order });
  await mails.send(order);
}
