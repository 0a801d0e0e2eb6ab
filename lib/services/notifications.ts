import { Duration, Lazy } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { noMail, webhookEventTypes } from '../../contracts/webhooks.ts';
import { allowItems, type Partition } from '../constructs/allow-items.ts';
import { BusQueue } from '../constructs/bus-queue.ts';
import { encryptQueue } from '../constructs/data-key.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceProps } from './service.ts';

export interface NotificationsServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** Tells what happens. */
  readonly bus: EventBus;
}

/** For how long a message is tried, and an endpoint may fail. */
const retryTime = Duration.days(1);
/** Endpoints that are looked after at once; each takes one function. */
const endpointsAtOnce = 20;
const localTargets = 'refused';

/**
 * The notifications service: what happens goes to the webhooks that asked for it, and by mail to a workspace's contact.
 * Its functions run in no network of ours, so that an address which somebody makes up leads to nothing inside.
 */
export class NotificationsService extends Construct {
  readonly routes;
  /** Where mails are asked for, and what functions that ask are told of it. */
  readonly mailQueue: IQueue;
  readonly mails;
  readonly #props: NotificationsServiceProps;

  constructor(scope: Construct, id: string, props: NotificationsServiceProps) {
    super(scope, id);
    this.#props = props;
    const { configuration } = props;
    const { POLLS_TABLE } = this.#table;
    const mailFrom = configuration.mailFrom ?? noMail;
    const mails = this.#addMailer(mailFrom);
    this.mails = { MAIL_QUEUE_URL: mails.queue.queueUrl, MAIL_FROM: mailFrom };
    this.mailQueue = mails.queue;

    const deliverer = new ServiceFunction(this, {
      function: 'deliverWebhooks',
      environment: {
        POLLS_TABLE,
        // Its own queue, which is there only once the function is.
        WAKE_UPS_QUEUE_URL: Lazy.string({ produce: () => wakeUps.queue.queueUrl }),
        MAIL_QUEUE_URL: mails.queue.queueUrl,
        MAIL_FROM: mailFrom,
        LOCAL_TARGETS: localTargets,
        WEBHOOK_RETRY_SECONDS: String(retryTime.toSeconds()),
      },
      configuration,
      timeout: Duration.minutes(1),
    });
    const wakeUps = new QueueWorker(this, 'WakeUps', {
      worker: deliverer,
      concurrency: endpointsAtOnce,
      // An endpoint that is slow must not hold up another one's message.
      batchSize: 1,
      // Some lie here for a quarter of an hour on purpose: their age counts from when they were sent.
      oldest: Duration.hours(1),
    });
    const wakes = { WAKE_UPS_QUEUE_URL: wakeUps.queue.queueUrl };
    this.#allowItems(deliverer, ['GetItem', 'PutItem'], ['workspace', 'webhook']);
    this.#allowItems(deliverer, ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ['lane']);
    this.#allowItems(deliverer, ['BatchGetItem'], ['webhook']);

    const dispatcher = new ServiceFunction(this, {
      function: 'dispatchEvents',
      environment: { POLLS_TABLE, ...wakes, MAIL_QUEUE_URL: mails.queue.queueUrl, MAIL_FROM: mailFrom },
      configuration,
      timeout: Duration.seconds(30),
    });
    this.#allowItems(dispatcher, ['Query'], ['workspace']);
    this.#allowItems(dispatcher, ['GetItem'], ['poll']);
    this.#allowItems(dispatcher, ['PutItem'], ['webhook', 'lane']);
    new BusQueue(this, 'Dispatching', { worker: dispatcher, bus: props.bus, types: webhookEventTypes, concurrency: 5 });

    const readWebhooks = new ServiceFunction(this, {
      function: 'readWebhooks',
      environment: { POLLS_TABLE },
      configuration,
    });
    this.#allowItems(readWebhooks, ['GetItem'], ['workspace']);
    this.#allowItems(readWebhooks, ['Query'], ['workspace', 'webhook']);
    const writeWebhooks = new ServiceFunction(this, {
      function: 'writeWebhooks',
      environment: { POLLS_TABLE, ...wakes, LOCAL_TARGETS: localTargets },
      configuration,
    });
    this.#allowItems(writeWebhooks, ['Query'], ['workspace']);
    this.#allowItems(writeWebhooks, ['GetItem'], ['workspace', 'webhook']);
    this.#allowItems(writeWebhooks, ['DeleteItem'], ['workspace', 'lane']);
    this.#allowItems(writeWebhooks, ['PutItem'], ['workspace', 'webhook', 'lane']);
    for (const waker of [dispatcher, deliverer, writeWebhooks]) {
      waker.allow(['sqs:SendMessage'], wakeUps.queue.queueArn);
    }
    for (const writer of [dispatcher, deliverer]) writer.allow(['sqs:SendMessage'], mails.queue.queueArn);

    this.routes = { readWebhooks, writeWebhooks };
  }

  get #table() {
    return { POLLS_TABLE: this.#props.tables.polls.tableName };
  }

  #addMailer(mailFrom: string): QueueWorker {
    const { configuration, tables } = this.#props;
    const mailer = new ServiceFunction(this, {
      function: 'sendMail',
      environment: {
        ...this.#table,
        TALLIES_TABLE: tables.tallies.tableName,
        MAIL_FROM: mailFrom,
        STUDIO_URL: configuration.domain ? `https://${configuration.domain.name}` : noMail,
      },
      configuration,
      timeout: Duration.seconds(30),
    });
    this.#allowItems(mailer, ['GetItem'], ['workspace', 'poll']);
    this.#allowItems(mailer, ['PutItem'], ['workspace']);
    mailer.allow(['dynamodb:GetItem'], tables.tallies.tableArn);
    const { domain } = configuration;
    if (configuration.mailFrom !== undefined && domain) {
      mailer.function.addToRolePolicy(
        new PolicyStatement({
          actions: ['ses:SendEmail'],
          resources: [new MailIdentity(this, 'Mail', domain).arn],
          conditions: { StringEquals: { 'ses:FromAddress': configuration.mailFrom } },
        }),
      );
      mailer.untried('A laptop has a domain of nobody’s, and mails into a folder.', ['ses:SendEmail']);
    }
    const mailing = new QueueWorker(this, 'Mailing', { worker: mailer });
    encryptQueue(mailing, configuration);
    return mailing;
  }

  #allowItems(worker: ServiceFunction, actions: readonly string[], parts: readonly Partition[]): void {
    allowItems(worker, actions, this.#props.tables.polls, parts);
  }
}
