import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { LiveFunction } from '../constructs/live-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { grantedArn, type ServiceProps } from './service.ts';

/** The results service: the responses' stream is folded into tallies, and tallies are read. */
export class ResultsService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { configuration, tables, voterTokenSecret } = props;
    const viewing = {
      POLLS_TABLE: tables.polls.tableName,
      RESPONSES_TABLE: tables.responses.tableName,
      VOTER_TOKEN_SECRET_ARN: voterTokenSecret.secretArn,
    };

    const tallyResponses = new ServiceFunction(this, {
      function: 'tallyResponses',
      environment: { TALLIES_TABLE: tables.tallies.tableName },
      configuration,
      timeout: Duration.seconds(30),
    });
    // Items are put for recounts only.
    tallyResponses.allow(['dynamodb:UpdateItem', 'dynamodb:PutItem'], tables.tallies.tableArn);
    new StreamWorker(this, 'Tallying', { worker: tallyResponses, table: tables.responses });

    const getResults = new LiveFunction(this, {
      function: 'getResults',
      environment: { ...viewing, TALLIES_TABLE: tables.tallies.tableName },
      configuration,
    });
    getResults.allow(['dynamodb:GetItem'], tables.tallies.tableArn);

    const getInstantRunoff = new ServiceFunction(this, {
      function: 'getInstantRunoff',
      environment: viewing,
      configuration,
      // One second less than API Gateway waits.
      timeout: Duration.seconds(29),
      memorySize: 1_024,
    });
    getInstantRunoff.allow(['dynamodb:Query'], tables.responses.tableArn);

    for (const reader of [getResults, getInstantRunoff]) {
      reader.allow(['dynamodb:GetItem'], tables.polls.tableArn, tables.responses.tableArn);
      reader.allow(['secretsmanager:GetSecretValue'], grantedArn(voterTokenSecret));
    }
    this.routes = { getResults, getInstantRunoff };
    this.#addRecounter(props);
  }

  #addRecounter({ configuration, tables }: ServiceProps): void {
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
      ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:DeleteItem'],
      tables.tallies.tableArn,
    );
  }
}
