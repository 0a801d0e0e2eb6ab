import { Duration } from 'aws-cdk-lib';
import type { EventApi } from 'aws-cdk-lib/aws-appsync';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LiveFunction } from '../constructs/live-function.ts';
import { LiveResults } from '../constructs/live-results.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { ownMetric } from '../metrics.ts';
import { grantedArn, type ServiceProps } from './service.ts';

export interface ResultsServiceProps extends ServiceProps {
  /** Where accepted responses wait: viewers are told how many. */
  readonly accepted: IQueue;
  /** Where erased voters wait for the worker that removes what the region derived from their responses. */
  readonly erased: IQueue;
}

/** The results service: the responses' stream is folded into tallies, and tallies are read. */
export class ResultsService extends Construct {
  /** What folds responses into tallies. */
  readonly tallying: StreamWorker;
  /** What proves a tally by its responses. */
  readonly recountPoll: ServiceFunction;
  readonly routes;

  constructor(scope: Construct, id: string, props: ResultsServiceProps) {
    super(scope, id);
    const { configuration, tables, voterTokenSecret, signIn, accepted, erased } = props;
    const viewing = {
      POLLS_TABLE: tables.polls.tableName,
      RESPONSES_TABLE: tables.responses.tableName,
      VOTER_TOKEN_SECRET_ARN: voterTokenSecret.secretArn,
      ...signIn.environment,
    };

    const tallyResponses = new ServiceFunction(this, {
      function: 'tallyResponses',
      environment: { TALLIES_TABLE: tables.tallies.tableName, ERASURES_QUEUE_URL: erased.queueUrl },
      configuration,
      timeout: Duration.seconds(30),
    });
    // Items are put for recounts only.
    tallyResponses.allow(['dynamodb:UpdateItem', 'dynamodb:PutItem'], tables.tallies.tableArn);
    tallyResponses.allow(['sqs:SendMessage'], erased.queueArn);
    this.tallying = new StreamWorker(this, 'Tallying', { worker: tallyResponses, table: tables.responses });
    this.#watchAge(tallyResponses);

    const getResults = new LiveFunction(this, {
      function: 'getResults',
      environment: { ...viewing, TALLIES_TABLE: tables.tallies.tableName, RESPONSES_QUEUE_URL: accepted.queueUrl },
      configuration,
    });
    getResults.allow(['dynamodb:GetItem'], tables.tallies.tableArn);
    getResults.allow(['sqs:GetQueueAttributes'], accepted.queueArn);

    const getInstantRunoff = new ServiceFunction(this, {
      function: 'getInstantRunoff',
      environment: viewing,
      configuration,
      // One second less than API Gateway waits.
      timeout: Duration.seconds(29),
      memorySize: 1_024,
    });
    getInstantRunoff.allow(['dynamodb:Query'], tables.responses.tableArn);

    const live = this.#addLive(props);
    const getLive = new ServiceFunction(this, {
      function: 'getLive',
      environment: { ...viewing, LIVE_HTTP_HOST: live.httpDns, LIVE_REALTIME_HOST: live.realtimeDns },
      configuration,
    });

    for (const reader of [getResults, getInstantRunoff, getLive]) {
      reader.allow(['dynamodb:GetItem'], tables.polls.tableArn, tables.responses.tableArn);
      reader.allow(['secretsmanager:GetSecretValue'], grantedArn(voterTokenSecret));
    }
    this.routes = { getResults, getInstantRunoff, getLive };
    this.recountPoll = this.#addRecounter(props);
  }

  #watchAge(worker: ServiceFunction): void {
    new Alarm(this, 'Old', {
      alarmDescription: 'Results are old: one accepted response in ten waits for half a minute until it counts.',
      metric: ownMetric('ResultsAge', worker, 'p90'),
      threshold: Duration.seconds(30).toMilliseconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // A burst that is worked off within minutes is what the queue is for.
      evaluationPeriods: 5,
      datapointsToAlarm: 4,
      // Where nothing is counted there is no value: the alarms on the queue's and the stream's age see that.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** The tallies' stream becomes snapshots for those who listen. */
  #addLive({ configuration, tables, voterTokenSecret, accepted }: ResultsServiceProps): EventApi {
    const authorizer = new ServiceFunction(this, {
      function: 'authorizeViewer',
      environment: { VOTER_TOKEN_SECRET_ARN: voterTokenSecret.secretArn },
      configuration,
    });
    authorizer.allow(['secretsmanager:GetSecretValue'], grantedArn(voterTokenSecret));
    const live = new LiveResults(this, 'Live', { configuration, authorizer });

    const publisher = new ServiceFunction(this, {
      function: 'publishResults',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_QUEUE_URL: accepted.queueUrl,
        LIVE_HTTP_HOST: live.api.httpDns,
      },
      configuration,
    });
    publisher.allow(['dynamodb:GetItem'], tables.polls.tableArn);
    publisher.allow(['sqs:GetQueueAttributes'], accepted.queueArn);
    live.allowPublishing(publisher);
    new StreamWorker(this, 'Publishing', {
      worker: publisher,
      table: tables.tallies,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('total') } } } })],
    });
    new Alarm(this, 'Dropped', {
      alarmDescription: 'Live viewers miss snapshots: they could not be published for half a minute, or never.',
      metric: ownMetric('SnapshotsDropped', publisher, 'sum'),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    return live.api;
  }

  #addRecounter({ configuration, tables }: ServiceProps): ServiceFunction {
    const recounter = new ServiceFunction(this, {
      function: 'recountPoll',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
      },
      configuration,
      timeout: Duration.minutes(15),
      // It remembers every response of a poll, see ADR 10.
      memorySize: 3_008,
    });
    recounter.allow(['dynamodb:GetItem'], tables.polls.tableArn);
    // What it writes among the responses are probes.
    recounter.allow(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables.responses.tableArn);
    recounter.allow(
      ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:DeleteItem', 'dynamodb:Scan'],
      tables.tallies.tableArn,
    );
    return recounter;
  }
}
