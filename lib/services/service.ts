import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { TableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import type { SignIn } from '../constructs/sign-in.ts';

/** What every service of a region is given. */
export interface ServiceProps {
  readonly configuration: StageConfiguration;
  readonly tables: Readonly<Record<TableName, ITableV2>>;
  /** Signs voter tokens. */
  readonly voterTokenSecret: ISecret;
  /** Where people of workspaces sign in. */
  readonly signIn: SignIn;
}

/** What to grant on for a secret: one that is known by its name only has an ARN with six more characters. */
export function grantedArn(secret: ISecret): string {
  return secret.secretFullArn ?? `${secret.secretArn}-??????`;
}
