import type { Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { type TableName, voterTokenSecretName } from '../../contracts/names.ts';
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

/** The secret that signs voter tokens, as the region of a stack has it: itself at home, a replica elsewhere. */
export function voterTokenSecretOf(stack: Stack, { stage, regions }: StageConfiguration, home: ISecret): ISecret {
  if (stack.region === regions[0]) return home;
  return Secret.fromSecretNameV2(stack, 'VoterTokenSecret', voterTokenSecretName(stage));
}

/** What to grant on for a secret: one that is known by its name only has an ARN with six more characters. */
export function grantedArn(secret: ISecret): string {
  return secret.secretFullArn ?? `${secret.secretArn}-??????`;
}
