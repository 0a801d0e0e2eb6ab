import { Duration, Lazy } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { partitions } from '../../contracts/names.ts';
import { noMail, webhookEventTypes } from '../../contracts/webhooks.ts';
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

type Part = keyof typeof partitions;

/**
 * The notifications service: what happens goes to the webhooks that asked for it, and by mail to a workspace's contact.
 * Its functions run in no network of ours, so that an address which somebody makes up leads to nothing inside.
 */
export class NotificationsService extends Construct {
  readonly routes;
  readonly #props: NotificationsServiceProps;

  constructor(scope: Construct, id: string, props: NotificationsServiceProps) {
    super(scope, id);
    this.#props = props;
    const { configuration } = props;
    const { POLLS_TABLE } = this.#table;
    const mailFrom = configuration.mailFrom ?? noMail;
    const mails = this.#addMailer(mailFrom);

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
    this.#allowItems(readWebhooks, ['GetItem', 'Query'], ['workspace', 'webhook']);
    const writeWebhooks = new ServiceFunction(this, {
      function: 'writeWebhooks',
      environment: { POLLS_TABLE, ...wakes, LOCAL_TARGETS: localTargets },
      configuration,
    });
    this.#allowItems(writeWebhooks, ['GetItem', 'Query', 'PutItem', 'DeleteItem'], ['workspace', 'webhook', 'lane']);
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
      environment: { ...this.#table, TALLIES_TABLE: tables.tallies.tableName, MAIL_FROM: mailFrom },
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
    }
    const mailing = new QueueWorker(this, 'Mailing', { worker: mailer });
    encryptQueue(mailing, configuration);
    return mailing;
  }

  /** Allows actions on items of the Polls table by how their partition begins: API keys, for one, are none of them. */
  #allowItems({ function: lambda }: ServiceFunction, actions: readonly string[], parts: readonly Part[]): void {
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.#props.tables.polls.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': parts.map((part) => `${partitions[part]}*`) },
        },
      }),
    );
  }
}
