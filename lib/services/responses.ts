import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { encryptQueue } from '../constructs/data-key.ts';
import { LiveFunction } from '../constructs/live-function.ts';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import { grantedArn, type ServiceProps } from './service.ts';

const recordTimeout = Duration.seconds(30);

/** The responses service: voters get a ballot and answer it; the queue's worker records what was accepted. */
export class ResponsesService extends Construct {
  /** Where accepted responses wait until they are recorded. */
  readonly accepted: Queue;
  /** What takes them from there, with where those end that can't be recorded. */
  readonly recording: { readonly queue: WorkerQueue; readonly worker: ServiceFunction };
  readonly routes;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { configuration, tables, voterTokenSecret } = props;
    const accepted = new WorkerQueue(this, 'Accepted', { workerTimeout: recordTimeout });
    encryptQueue(accepted, configuration);
    this.accepted = accepted.queue;
    const voting = {
      POLLS_TABLE: tables.polls.tableName,
      VOTER_TOKEN_SECRET_ARN: voterTokenSecret.secretArn,
    };

    const getBallot = new LiveFunction(this, {
      function: 'getBallot',
      environment: { POLLS_TABLE: tables.polls.tableName },
      configuration,
    });
    getBallot.allow(['dynamodb:GetItem'], tables.polls.tableArn);

    const signDevice = new ServiceFunction(this, { function: 'signDevice', environment: voting, configuration });
    const signVoter = new ServiceFunction(this, { function: 'signVoter', environment: voting, configuration });
    const submitResponse = new LiveFunction(this, {
      function: 'submitResponse',
      environment: { ...voting, RESPONSES_QUEUE_URL: accepted.queue.queueUrl },
      configuration,
    });
    for (const reader of [signDevice, signVoter, submitResponse]) {
      reader.allow(['dynamodb:GetItem'], tables.polls.tableArn);
      reader.allow(['secretsmanager:GetSecretValue'], grantedArn(voterTokenSecret));
    }
    submitResponse.allow(['sqs:SendMessage'], accepted.queue.queueArn);

    const getResponse = new ServiceFunction(this, {
      function: 'getResponse',
      environment: { POLLS_TABLE: tables.polls.tableName, RESPONSES_TABLE: tables.responses.tableName },
      configuration,
    });
    getResponse.allow(['dynamodb:GetItem'], tables.polls.tableArn, tables.responses.tableArn);

    this.recording = { queue: accepted, worker: this.#addRecorder(props, accepted) };
    this.routes = { getBallot, signDevice, signVoter, submitResponse, getResponse };
  }

  #addRecorder({ configuration, tables }: ServiceProps, accepted: WorkerQueue): ServiceFunction {
    const recorder = new ServiceFunction(this, {
      function: 'recordResponses',
      environment: {
        RESPONSES_TABLE: tables.responses.tableName,
        RESPONSES_DEAD_LETTER_QUEUE_URL: accepted.deadLetters.queue.queueUrl,
      },
      configuration,
      timeout: recordTimeout,
    });
    recorder.allow(['dynamodb:UpdateItem'], tables.responses.tableArn);
    recorder.allow(['sqs:SendMessage'], accepted.deadLetters.queue.queueArn);
    feed(recorder, accepted, {
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      concurrency: configuration.recordConcurrency,
    });
    return recorder;
  }
}
