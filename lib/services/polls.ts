import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowItems } from '../constructs/allow-items.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceProps } from './service.ts';

type RouteFunction =
  | 'createPoll'
  | 'listPolls'
  | 'getPoll'
  | 'updatePoll'
  | 'openPoll'
  | 'closePoll'
  | 'deletePoll'
  | 'listKeys'
  | 'createKey'
  | 'deleteKey';

/** The polls service: workspaces make, edit, open, close and delete their polls; API keys are checked. */
export class PollsService extends Construct {
  readonly authorizer: ServiceFunction;
  readonly routes;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { configuration, tables, signIn } = props;
    const table = tables.polls.tableArn;
    const make = (name: RouteFunction, ...actions: string[]) => {
      const made = new ServiceFunction(this, {
        function: name,
        environment: { POLLS_TABLE: tables.polls.tableName },
        configuration,
      });
      made.allow(actions, table);
      return made;
    };
    this.authorizer = new ServiceFunction(this, {
      function: 'authorizeKey',
      environment: { POLLS_TABLE: tables.polls.tableName, ...signIn.environment },
      configuration,
      timeout: Duration.seconds(5),
    });
    this.authorizer.allow(['dynamodb:GetItem'], table);
    // It notes on which day a key was used.
    allowItems(this.authorizer, ['UpdateItem'], tables.polls, ['key', 'workspace']);
    this.routes = {
      createPoll: make('createPoll', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'),
      listPolls: make('listPolls', 'dynamodb:Query'),
      getPoll: make('getPoll', 'dynamodb:GetItem'),
      updatePoll: make('updatePoll', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'),
      openPoll: make('openPoll', 'dynamodb:GetItem', 'dynamodb:PutItem'),
      closePoll: make('closePoll', 'dynamodb:GetItem', 'dynamodb:PutItem'),
      deletePoll: make('deletePoll', 'dynamodb:GetItem', 'dynamodb:DeleteItem'),
      listKeys: make('listKeys', 'dynamodb:Query'),
      createKey: make('createKey', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'),
      deleteKey: make('deleteKey', 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
    };
  }
}
