import { Duration } from 'aws-cdk-lib';
import { AppSyncAuthorizationType, type ChannelNamespace, EventApi } from 'aws-cdk-lib/aws-appsync';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { liveNamespace } from '../../contracts/live.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import type { ServiceFunction } from './service-function.ts';

export interface LiveResultsProps {
  readonly configuration: StageConfiguration;
  /** Decides who may connect, and listen to which channel. */
  readonly authorizer: ServiceFunction;
}

/**
 * The region's AppSync Events API: the authorizer lets viewers connect and listen, and nobody publishes but by IAM.
 * No API key: it ends after a year at the latest, and its end would be another one with every synth.
 */
export class LiveResults extends Construct {
  readonly api: EventApi;
  readonly #namespace: ChannelNamespace;

  constructor(scope: Construct, id: string, { configuration, authorizer }: LiveResultsProps) {
    super(scope, id);
    const { IAM, LAMBDA } = AppSyncAuthorizationType;
    this.api = new EventApi(this, 'Api', {
      apiName: `groundswell-${configuration.stage}`,
      authorizationConfig: {
        authProviders: [
          { authorizationType: IAM },
          {
            authorizationType: LAMBDA,
            // An answer is for one channel; remembered by its token, it would be for all.
            lambdaAuthorizerConfig: { handler: authorizer.function, resultsCacheTtl: Duration.seconds(0) },
          },
        ],
        connectionAuthModeTypes: [LAMBDA],
        defaultSubscribeAuthModeTypes: [LAMBDA],
        defaultPublishAuthModeTypes: [IAM],
      },
    });
    this.#namespace = this.api.addChannelNamespace('Results', {
      channelNamespaceName: liveNamespace,
      authorizationConfig: { subscribeAuthModeTypes: [LAMBDA], publishAuthModeTypes: [IAM] },
    });
    new Alarm(this, 'Refusing', {
      alarmDescription: 'Live viewers can’t connect: asking who may listen fails again and again.',
      metric: authorizer.function.metricErrors({ period: Duration.minutes(1), statistic: 'sum' }),
      threshold: 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Lets a function publish results. */
  allowPublishing(publisher: ServiceFunction): void {
    publisher.allow(['appsync:EventPublish'], this.#namespace.channelNamespaceArn);
  }
}
