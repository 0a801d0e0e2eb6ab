import type { SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { sendToDeadLetters } from '../../stores/sqs-response-queue.ts';
import { Counters, telling } from '../middleware/counters.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';
import { readMessage } from './read-message.ts';

const environment = readEnvironment('recordResponses');
const responses = new DynamoResponseStore(documentClient(), environment.RESPONSES_TABLE);
const queues = queueClient();
const counters = new Counters();

/**
 * Takes accepted responses from the queue and stores each with one conditional put. What can't be stored now stays
 * in the queue, alone; what can never be read goes to the dead-letter queue at once.
 */
export const handler = telling(counters, queueHandler(recordResponse));

async function recordResponse(record: SQSRecord): Promise<void> {
  const message = readMessage(record.body);
  if ('reason' in message) {
    const { reason } = message;
    logger.error('A message is malformed', { event: logEvents.messageRejected, messageId: record.messageId, reason });
    await sendToDeadLetters(queues, environment.RESPONSES_DEAD_LETTER_QUEUE_URL, {
      body: record.body,
      reason,
      messageId: record.messageId,
    });
    return;
  }
  try {
    counters.count((await responses.record(message.response)) ? 'Recorded' : 'Repeated');
  } catch (error) {
    logger.warn('A response waits for its next try', {
      event: logEvents.recordFailed,
      messageId: record.messageId,
      error: error instanceof Error ? error.name : 'unknown',
    });
    throw error;
  }
}
