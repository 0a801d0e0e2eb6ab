import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type TableName, tableName, voterTokenSecretName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { DataTable } from '../constructs/data-table.ts';
import { ReplicaTable } from '../constructs/replica-table.ts';
import { ThrottledApi } from '../constructs/throttled-api.ts';
import { PollsService } from '../services/polls.ts';
import { ResponsesService } from '../services/responses.ts';
import { ResultsService } from '../services/results.ts';
import type { DataStack } from './data-stack.ts';

/** All that a region runs: the API, each service, and the region's own tallies. */
export class RegionStack extends Stack {
  constructor(scope: Construct, id: string, configuration: StageConfiguration, data: DataStack, props: StackProps) {
    super(scope, id, props);
    const tallies = new DataTable(this, 'Tallies', {
      table: 'tallies',
      configuration,
      stream: StreamViewType.NEW_IMAGE,
      // Only what a recount leaves behind expires, never a tally.
      timeToLiveAttribute: 'expiresAt',
    });
    const tables = { ...this.#globalTables(configuration, data), tallies: tallies.table };
    const isHome = this.region === configuration.regions[0];
    const voterTokenSecret = isHome
      ? data.voterTokenSecret
      : Secret.fromSecretNameV2(this, 'VoterTokenSecret', voterTokenSecretName(configuration.stage));
    const shared = { configuration, tables, voterTokenSecret };
    const polls = new PollsService(this, 'PollsService', shared);
    const responses = new ResponsesService(this, 'ResponsesService', shared);
    const results = new ResultsService(this, 'ResultsService', shared);
    const api = new ThrottledApi(this, 'Api', {
      configuration,
      functions: { ...polls.routes, ...responses.routes, ...results.routes },
      authorizer: polls.authorizer,
    });
    // What serves all of a region, such as the CDK's custom resources, is the platform's.
    Tags.of(this).add('service', 'platform');
    for (const [service, part] of Object.entries({ polls, responses, results, api, data: tallies })) {
      Tags.of(part).add('service', service);
    }
    new CfnOutput(this, 'ApiUrl', { value: api.api.apiEndpoint });
  }

  /** The tables themselves at home, their replicas elsewhere. */
  #globalTables(configuration: StageConfiguration, data: DataStack) {
    if (this.region === configuration.regions[0]) return { polls: data.polls.table, responses: data.responses.table };
    this.addStackDependency(data, 'The replicas are made with the tables.');
    const name = (table: TableName) => tableName(configuration.stage, table);
    return {
      polls: TableV2.fromTableName(this, 'PollsReplica', name('polls')),
      responses: new ReplicaTable(this, 'ResponsesReplica', { tableName: name('responses') }).table,
    };
  }
}
