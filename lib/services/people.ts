import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from '../../contracts/functions.ts';
import { allowItems } from '../constructs/allow-items.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceProps } from './service.ts';

export interface PeopleServiceProps extends Pick<ServiceProps, 'configuration' | 'tables' | 'signIn'> {
  /** Where mails are asked for. */
  readonly mailQueue: IQueue;
  readonly mails: Pick<Environment<'managePeople'>, 'MAIL_QUEUE_URL' | 'MAIL_FROM'>;
}

/** The people service: who has which role in a workspace, and who is invited to one. */
export class PeopleService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: PeopleServiceProps) {
    super(scope, id);
    const { configuration, tables, signIn, mails, mailQueue } = props;
    const POLLS_TABLE = tables.polls.tableName;
    const managePeople = new ServiceFunction(this, {
      function: 'managePeople',
      environment: { POLLS_TABLE, ...mails },
      configuration,
    });
    allowItems(managePeople, ['GetItem', 'Query'], tables.polls, ['workspace']);
    allowItems(managePeople, ['PutItem', 'DeleteItem'], tables.polls, ['workspace', 'invitation']);
    allowItems(managePeople, ['UpdateItem'], tables.polls, ['workspace', 'person']);
    managePeople.allow(['sqs:SendMessage'], mailQueue.queueArn);

    const joinWorkspace = new ServiceFunction(this, {
      function: 'joinWorkspace',
      environment: { POLLS_TABLE, ...signIn.environment, SIGN_UP: configuration.people.signUp },
      configuration,
    });
    allowItems(joinWorkspace, ['GetItem'], tables.polls, ['person', 'invitation']);
    allowItems(joinWorkspace, ['PutItem'], tables.polls, ['workspace']);
    allowItems(joinWorkspace, ['UpdateItem'], tables.polls, ['workspace', 'person']);
    allowItems(joinWorkspace, ['DeleteItem'], tables.polls, ['workspace', 'invitation']);
    this.routes = { managePeople, joinWorkspace };
  }
}
