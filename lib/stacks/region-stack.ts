import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { regionalApiName } from '../../contracts/edge.ts';
import { outputs, type TableName, tableName, voterTokenSecretName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { DataTable } from '../constructs/data-table.ts';
import { GradualDeployment } from '../constructs/gradual-deployment.ts';
import { LogArchive } from '../constructs/log-archive.ts';
import { QuotaAlarms } from '../constructs/quota-alarms.ts';
import { RegionalDomain } from '../constructs/regional-domain.ts';
import { ReplicaTable } from '../constructs/replica-table.ts';
import { ThrottledApi } from '../constructs/throttled-api.ts';
import { AudienceService } from '../services/audience.ts';
import { EventsService } from '../services/events.ts';
import { HealthService } from '../services/health.ts';
import { MediaService } from '../services/media.ts';
import { PollsService } from '../services/polls.ts';
import { ResponsesService } from '../services/responses.ts';
import { ResultsService } from '../services/results.ts';
import type { DataStack } from './data-stack.ts';

/** All that a region runs: the API, each service, and the region's own tallies. */
export class RegionStack extends Stack {
  /** The host of its own at which the API answers. */
  readonly apiHost: string;
  /** What tells whether the region is healthy, where the stage has a domain. */
  readonly healthCheckId: string | undefined;

  constructor(scope: Construct, id: string, configuration: StageConfiguration, data: DataStack, props: StackProps) {
    super(scope, id, props);
    // First, as each log group looks for it.
    if (configuration.retain) new LogArchive(this, configuration);
    const tallies = new DataTable(this, 'Tallies', {
      table: 'tallies',
      configuration,
      // With the old image, as a milestone is crossed between the two.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
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
    const results = new ResultsService(this, 'ResultsService', { ...shared, accepted: responses.accepted });
    const health = new HealthService(this, 'HealthService', { ...shared, responsesQueue: responses.accepted });
    const rank = configuration.regions.indexOf(this.region);
    const events = new EventsService(this, 'EventsService', { configuration, tables, rank });
    const { submitResponse, getBallot } = responses.routes;
    const audience = new AudienceService(this, 'AudienceService', {
      configuration,
      tables,
      bus: events.bus,
      functions: [submitResponse, getBallot],
    });
    const media = new MediaService(this, 'MediaService', { configuration, tables });
    const api = new ThrottledApi(this, 'Api', {
      configuration,
      functions: { ...polls.routes, ...responses.routes, ...results.routes, ...media.routes, ...health.routes },
      authorizer: polls.authorizer,
    });
    const functions = [submitResponse, getBallot, results.routes.getResults];
    new GradualDeployment(this, 'Deployments', { configuration, api: api.api, functions });
    // Quotas are the account's: previews would repeat the alarms of the stages beside them, at some dollars a month.
    if (configuration.kind !== 'preview') new QuotaAlarms(this, 'Quotas', { configuration, api: api.api, tables });
    new AlarmTopic(this, 'Alarms', configuration);
    // What serves all of a region, such as the CDK's custom resources, is the platform's.
    Tags.of(this).add('service', 'platform');
    const parts = { polls, responses, results, events, audience, media, health, api, data: tallies };
    for (const [service, part] of Object.entries(parts)) Tags.of(part).add('service', service);
    const { domain } = configuration;
    this.apiHost = domain
      ? regionalApiName(domain.name, this.region)
      : `${api.api.apiId}.execute-api.${this.region}.${this.urlSuffix}`;
    if (domain) {
      const names = new RegionalDomain(this, 'Names', {
        domain,
        configuration,
        region: this.region,
        api: api.api,
        apiStage: api.stage,
      });
      this.healthCheckId = names.healthCheck.healthCheckId;
    }
    new CfnOutput(this, outputs.apiUrl, { value: `https://${this.apiHost}` });
  }

  /** The tables themselves at home, their replicas elsewhere. */
  #globalTables(configuration: StageConfiguration, data: DataStack) {
    if (this.region === configuration.regions[0]) return { polls: data.polls.table, responses: data.responses.table };
    this.addStackDependency(data, 'The replicas are made with the tables.');
    const name = (table: TableName) => tableName(configuration.stage, table);
    return {
      polls: new ReplicaTable(this, 'PollsReplica', { tableName: name('polls') }).table,
      responses: new ReplicaTable(this, 'ResponsesReplica', { tableName: name('responses') }).table,
    };
  }
}
