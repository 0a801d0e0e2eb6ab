import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowItems } from '../constructs/allow-items.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { grantedArn, type ServiceProps } from './service.ts';

const localTargets = 'refused';

/**
 * The voters service: one-time codes, and tokens of a workspace's own issuer, are exchanged for voter tokens, so that
 * whoever takes responses checks but one kind. It runs in no network of ours, as the notifications service does.
 */
export class VotersService extends Construct {
  readonly routes;

  constructor(
    scope: Construct,
    id: string,
    props: Pick<ServiceProps, 'configuration' | 'tables' | 'voterTokenSecret'>,
  ) {
    super(scope, id);
    const { configuration, tables, voterTokenSecret } = props;
    const known = { POLLS_TABLE: tables.polls.tableName, LOCAL_TARGETS: localTargets };
    const admitVoter = new ServiceFunction(this, {
      function: 'admitVoter',
      environment: {
        ...known,
        RESPONSES_TABLE: tables.responses.tableName,
        VOTER_TOKEN_SECRET_ARN: voterTokenSecret.secretArn,
      },
      configuration,
    });
    allowItems(admitVoter, ['GetItem'], tables.polls, ['poll', 'code', 'workspace']);
    admitVoter.allow(['dynamodb:GetItem'], tables.responses.tableArn);
    admitVoter.allow(['secretsmanager:GetSecretValue'], grantedArn(voterTokenSecret));
    const manageVoters = new ServiceFunction(this, {
      function: 'manageVoters',
      environment: { ...known, TALLIES_TABLE: tables.tallies.tableName },
      configuration,
      // A thousand codes are 40 batches.
      timeout: Duration.seconds(29),
    });
    allowItems(manageVoters, ['GetItem'], tables.polls, ['poll', 'workspace']);
    allowItems(manageVoters, ['UpdateItem'], tables.polls, ['poll']);
    allowItems(manageVoters, ['BatchWriteItem'], tables.polls, ['code']);
    allowItems(manageVoters, ['PutItem', 'DeleteItem'], tables.polls, ['workspace']);
    manageVoters.allow(['dynamodb:GetItem'], tables.tallies.tableArn);
    this.routes = { admitVoter, manageVoters };
  }
}
