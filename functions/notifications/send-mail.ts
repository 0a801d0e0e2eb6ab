import type { SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { mailOrderSchema } from '../../contracts/webhooks.ts';
import { carryOut } from '../../domain/mail/carry-out.ts';
import { documentClient, mailClient } from '../../stores/clients.ts';
import { DynamoContactStore } from '../../stores/dynamo-contact-store.ts';
import { DynamoInvitationStore } from '../../stores/dynamo-invitation-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoSentMails } from '../../stores/dynamo-sent-mails.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { SesMailer } from '../../stores/ses-mailer.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const environment = readEnvironment('sendMail');
const { POLLS_TABLE, TALLIES_TABLE, MAIL_FROM, STUDIO_URL } = environment;
const client = documentClient();
const ports = {
  polls: new DynamoPollStore(client, POLLS_TABLE),
  tallies: new DynamoTallyStore(client, TALLIES_TABLE),
  webhooks: new DynamoWebhookStore(client, POLLS_TABLE),
  contacts: new DynamoContactStore(client, POLLS_TABLE),
  invitations: new DynamoInvitationStore(client, POLLS_TABLE),
  studioUrl: STUDIO_URL,
  sent: new DynamoSentMails(client, POLLS_TABLE),
  mailer: new SesMailer(mailClient(), MAIL_FROM),
};

/** Writes the mails that are asked for; what fails stays in the queue, alone. */
export const handler = queueHandler(write);

async function write(record: SQSRecord): Promise<void> {
  try {
    await carryOut(ports, mailOrderSchema.parse(JSON.parse(record.body)), Date.now());
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.error('A mail waits for its next try', { event: logEvents.mailFailed, error: name });
    throw error;
  }
}
