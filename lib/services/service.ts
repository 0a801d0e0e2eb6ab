import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { TableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

/** What every service of a region is given. */
export interface ServiceProps {
  readonly configuration: StageConfiguration;
  readonly tables: Readonly<Record<TableName, TableV2>>;
  /** Signs voter tokens. */
  readonly voterTokenSecret: ISecret;
}
