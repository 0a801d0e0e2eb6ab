import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { regionalApiName } from '../../contracts/edge.ts';
import { outputs } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { allowAudit } from '../constructs/allow-audit.ts';
import { GradualDeployment } from '../constructs/gradual-deployment.ts';
import { QuotaAlarms } from '../constructs/quota-alarms.ts';
import { RegionalDomain } from '../constructs/regional-domain.ts';
import { ThrottledApi } from '../constructs/throttled-api.ts';
import type { Measured } from '../dashboard/measured.ts';
import { AudienceService } from '../services/audience.ts';
import { HealthService } from '../services/health.ts';
import { PollsService } from '../services/polls.ts';
import { ResponsesService } from '../services/responses.ts';
import { ResultsService } from '../services/results.ts';
import { voterTokenSecretOf } from '../services/service.ts';
import type { DataStack } from './data-stack.ts';
import type { WorkersStack } from './workers-stack.ts';

/** A region's API with all routes, and the services that voters and viewers wait for. */
export class RegionStack extends Stack {
  /** The host of its own at which the API answers. */
  readonly apiHost: string;
  /** What tells whether the region is healthy, where the stage has a domain. */
  readonly healthCheckId: string | undefined;
  /** What tells whether the SLOs are kept. */
  readonly measured: Measured;

  constructor(
    scope: Construct,
    id: string,
    configuration: StageConfiguration,
    { data, workers }: { data: DataStack; workers: WorkersStack },
    props: StackProps,
  ) {
    super(scope, id, props);
    // First, as each log group looks for it.
    workers.logArchive?.serve(this);
    this.addStackDependency(workers, 'The API calls functions that stand there.');
    const { tables, bus } = workers;
    const voterTokenSecret = voterTokenSecretOf(this, configuration, data.voterTokenSecret);
    const shared = { configuration, tables, voterTokenSecret, signIn: data.signIn };
    const polls = new PollsService(this, 'PollsService', shared);
    allowAudit(polls.routes, tables.polls);
    const responses = new ResponsesService(this, 'ResponsesService', shared);
    const results = new ResultsService(this, 'ResultsService', {
      ...shared,
      accepted: responses.accepted,
      erased: workers.erased,
    });
    const health = new HealthService(this, 'HealthService', { ...shared, responsesQueue: responses.accepted });
    const { submitResponse, getBallot } = responses.routes;
    const audience = new AudienceService(this, 'AudienceService', {
      configuration,
      tables,
      bus,
      functions: [submitResponse, getBallot],
    });
    const api = new ThrottledApi(this, 'Api', {
      configuration,
      functions: {
        ...polls.routes,
        ...responses.routes,
        ...results.routes,
        ...workers.routes,
        ...health.routes,
      },
      authorizer: polls.authorizer,
    });
    this.measured = {
      api: api.api,
      submitResponse,
      getResults: results.routes.getResults,
      recording: responses.recording,
      tallying: results.tallying,
      recountPoll: results.recountPoll,
      tables,
    };
    const functions = [submitResponse, getBallot, results.routes.getResults];
    new GradualDeployment(this, 'Deployments', { configuration, api: api.api, functions });
    // Quotas are the account's: previews would repeat the alarms of the stages beside them, at some dollars a month.
    if (configuration.kind !== 'preview') new QuotaAlarms(this, 'Quotas', { configuration, api: api.api, tables });
    new AlarmTopic(this, 'Alarms', configuration);
    // What serves all of a region, such as the CDK's custom resources, is the platform's.
    Tags.of(this).add('service', 'platform');
    const parts = { polls, responses, results, audience, health, api };
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
}
