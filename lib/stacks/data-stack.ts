import { CfnOutput, RemovalPolicy, Stack, type StackProps, Tags, Validations } from 'aws-cdk-lib';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { outputs, voterTokenSecretName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { CostAnomalies } from '../constructs/cost-anomalies.ts';
import { DataTable } from '../constructs/data-table.ts';
import { MediaBucket } from '../constructs/media-bucket.ts';
import { OriginKeys } from '../constructs/origin-keys.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { StageBudget } from '../constructs/stage-budget.ts';

/**
 * What a stage keeps, apart from what it runs: the global tables, the pictures, the people and the key of the voter
 * tokens.
 */
export class DataStack extends Stack {
  readonly polls: DataTable;
  readonly responses: DataTable;
  readonly voterTokenSecret: Secret;
  readonly signIn: SignIn;

  constructor(scope: Construct, id: string, configuration: StageConfiguration, props: StackProps) {
    super(scope, id, props);
    Tags.of(this).add('service', 'data');
    const replicas = configuration.regions.slice(1);
    this.polls = new DataTable(this, 'Polls', {
      table: 'polls',
      configuration,
      replicas,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      holdsRecords: true,
    });
    this.responses = new DataTable(this, 'Responses', {
      table: 'responses',
      configuration,
      replicas,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
    });
    new MediaBucket(this, 'Media', configuration);
    this.voterTokenSecret = new Secret(this, 'VoterTokenSecret', {
      secretName: voterTokenSecretName(configuration.stage),
      description: 'Signs the tokens of voters and viewers: at most two keys, one a line, the newest first',
      replicaRegions: replicas.map((region) => ({ region })),
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: configuration.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.signIn = new SignIn(this, 'SignIn', configuration);
    new CfnOutput(this, outputs.userPoolId, { value: this.signIn.userPool.userPoolId });
    new OriginKeys(this, 'OriginKeys', configuration);
    const { stage, monthlyBudget, alarmEmail } = configuration;
    if (alarmEmail !== undefined) {
      new StageBudget(this, 'Budget', { stage, limit: monthlyBudget, address: alarmEmail });
      new CostAnomalies(this, 'CostAnomalies', { stage, monthlyBudget, address: alarmEmail });
    }
    Validations.of(this.voterTokenSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        '`npm run rotate` does it, with two keys that are good at once: rotations by themselves would end the tokens of devices in polls that are still open, and let them vote again.',
    });
  }
}
