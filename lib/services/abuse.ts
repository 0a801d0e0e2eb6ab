import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowItems } from '../constructs/allow-items.ts';
import { encryptQueue } from '../constructs/data-key.ts';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

/** How long one call works: a look reads some million responses in it; an exclusion goes on in the next. */
const workTimeout = Duration.minutes(10);

/** The abuse service: a worker looks for responses that belong together, and takes groups out of results and back. */
export class AbuseService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: Pick<ServiceProps, 'configuration' | 'tables'>) {
    super(scope, id);
    const { configuration, tables } = props;
    const asked = new WorkerQueue(this, 'Suspicions', { workerTimeout: workTimeout, oldest: Duration.hours(1) });
    // A place in the responses is a voter key.
    encryptQueue(asked, configuration);
    const known = { POLLS_TABLE: tables.polls.tableName, ABUSE_QUEUE_URL: asked.queue.queueUrl };
    const manageExclusions = new ServiceFunction(this, {
      function: 'manageExclusions',
      environment: { ...known, TALLIES_TABLE: tables.tallies.tableName },
      configuration,
    });
    allowItems(manageExclusions, ['GetItem', 'Query', 'PutItem'], tables.polls, ['poll']);
    manageExclusions.allow(['dynamodb:GetItem'], tables.tallies.tableArn);
    const worker = new ServiceFunction(this, {
      function: 'workExclusions',
      environment: { ...known, RESPONSES_TABLE: tables.responses.tableName },
      configuration,
      timeout: workTimeout,
      // A whole processor, and room for what is remembered of each response.
      memorySize: 1_769,
    });
    allowItems(worker, ['GetItem', 'PutItem'], tables.polls, ['poll']);
    worker.allow(['dynamodb:Query', 'dynamodb:UpdateItem'], tables.responses.tableArn);
    manageExclusions.allow(['sqs:SendMessage'], asked.queue.queueArn);
    worker.allowUntried(
      'An exclusion goes on in another call where ten minutes are too few; no test has so many responses.',
      ['sqs:SendMessage'],
      asked.queue.queueArn,
    );
    feed(worker, asked, { batchSize: 1 });
    this.routes = { manageExclusions };
  }
}
