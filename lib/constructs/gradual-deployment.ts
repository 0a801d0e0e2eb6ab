import { Duration, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';
import type { LiveFunction } from './live-function.ts';

export interface GradualDeploymentProps {
  readonly configuration: StageConfiguration;
  readonly api: HttpApi;
  readonly functions: readonly LiveFunction[];
}

/**
 * New versions of live functions take a tenth of the calls for five minutes, then all, and lose them again when an
 * alarm goes off meanwhile. Where nobody votes, in dev and previews, they take all at once.
 */
export class GradualDeployment extends Construct {
  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { kind } = props.configuration;
    const isGradual = kind === 'staging' || kind === 'production';
    const application = new LambdaApplication(this, 'Application');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
      reason: 'AWS keeps the policy in step with what CodeDeploy calls to move an alias.',
    });
    const serverErrors = this.#serverErrors(props.api);
    for (const live of props.functions) {
      new LambdaDeploymentGroup(this, live.node.id, {
        application,
        role,
        alias: live.alias,
        deploymentConfig: isGradual
          ? LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES
          : LambdaDeploymentConfig.ALL_AT_ONCE,
        alarms: [live.errors, serverErrors],
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      });
    }
  }

  #serverErrors(api: HttpApi): Alarm {
    const period = Duration.minutes(1);
    return new Alarm(this, 'ServerErrors', {
      alarmDescription: 'More than 1 % of the requests to the API end with 5xx.',
      metric: new MathExpression({
        // A few failures among few requests say nothing.
        expression: 'IF(FILL(errors, 0) >= 5, 100 * errors / requests, 0)',
        usingMetrics: {
          errors: api.metricServerError({ period, statistic: 'sum' }),
          requests: api.metricCount({ period, statistic: 'sum' }),
        },
        period,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
