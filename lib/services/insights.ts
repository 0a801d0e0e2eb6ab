import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

type InsightsServiceProps = Pick<ServiceProps, 'configuration' | 'tables'>;

/** As long as Lambda lets a function run: it reads some ten million responses in that time. */
const computeTimeout = Duration.minutes(15);
/** Polls whose insights are computed at once in a region. */
const computeConcurrency = 5;

/** The insights service: requests show what a worker computed last from the responses, and ask it for more. */
export class InsightsService extends Construct {
  readonly routes;
  /** Where insights wait that somebody has asked for. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, props: InsightsServiceProps) {
    super(scope, id);
    const { configuration, tables } = props;
    const asked = new WorkerQueue(this, 'Insights', {
      workerTimeout: computeTimeout,
      // A message counts as waiting while it is worked on.
      oldest: Duration.minutes(60),
    });
    this.queue = asked.queue;
    const shown = { POLLS_TABLE: tables.polls.tableName, TALLIES_TABLE: tables.tallies.tableName };
    const asking = { ...shown, INSIGHTS_QUEUE_URL: asked.queue.queueUrl };

    const getInsights = new ServiceFunction(this, { function: 'getInsights', environment: asking, configuration });
    const getCrossTab = new ServiceFunction(this, { function: 'getCrossTab', environment: asking, configuration });
    const listAnswers = new ServiceFunction(this, { function: 'listAnswers', environment: asking, configuration });
    for (const reader of [getInsights, getCrossTab, listAnswers]) {
      reader.allow(['dynamodb:GetItem'], tables.polls.tableArn);
      // Puts and deletes are leases: who has asked for what.
      reader.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], tables.tallies.tableArn);
      reader.allowUntried(
        'A lease is taken back where the queue fails, which a laptop’s does by faults only.',
        ['dynamodb:DeleteItem'],
        tables.tallies.tableArn,
      );
      reader.allow(['sqs:SendMessage'], asked.queue.queueArn);
    }
    listAnswers.allow(['dynamodb:Query'], tables.polls.tableArn);

    const moderateAnswer = new ServiceFunction(this, { function: 'moderateAnswer', environment: shown, configuration });
    moderateAnswer.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables.polls.tableArn);
    moderateAnswer.allow(['dynamodb:GetItem'], tables.tallies.tableArn);

    this.#addWorker(props, asked);
    this.routes = { getInsights, getCrossTab, listAnswers, moderateAnswer };
  }

  #addWorker({ configuration, tables }: InsightsServiceProps, asked: WorkerQueue): void {
    const worker = new ServiceFunction(this, {
      function: 'computeInsights',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
      },
      configuration,
      timeout: computeTimeout,
      // A whole processor: what takes the time is to take apart what comes from the table.
      memorySize: 1_769,
    });
    worker.allow(['dynamodb:GetItem'], tables.polls.tableArn);
    worker.allow(['dynamodb:Query'], tables.responses.tableArn);
    worker.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
      tables.tallies.tableArn,
    );
    worker.allowUntried(
      'A lease is held on to while a poll is computed whose responses take many pages; no test has so many.',
      ['dynamodb:UpdateItem'],
      tables.tallies.tableArn,
    );
    feed(worker, asked, { batchSize: 1, concurrency: computeConcurrency });
  }
}
