import { type App, RemovalPolicies } from 'aws-cdk-lib';
import type { StageConfiguration } from './configuration/stage.ts';

/** What holds something that can't be made again from the code, or outlives its stack unless it is told not to. */
const stateful = [
  'AWS::Backup::BackupVault',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::Logs::LogStream',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  // Accepted responses wait in queues.
  'AWS::SQS::Queue',
];

/** One rule for all that a stage keeps, whoever made it: it outlives its stack, or goes with it. */
export function decideRemoval(app: App, { retain }: StageConfiguration): void {
  const policies = RemovalPolicies.of(app);
  if (retain) policies.retain({ applyToResourceTypes: stateful });
  else policies.destroy({ applyToResourceTypes: stateful });
}
