import { Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { ArnPrincipal, OidcProviderNative, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { originKeySecretName } from '../../contracts/edge.ts';
import { cloudOnly, delivery, projectName, tableName } from '../../contracts/names.ts';
import { allow } from '../constructs/allow.ts';
import { GitHubRole } from '../constructs/github-role.ts';
import { PullRequestBoundary, pullRequestPrefix } from '../constructs/pull-request-boundary.ts';

/** What an account is for: with accounts of their own, production's has no role for previews. */
export const accountUses = ['previews', 'staging', 'production'] as const;
export type AccountUse = (typeof accountUses)[number];

/** What the CDK asks of CloudFormation when it deploys or destroys. */
const stackActions = [
  ...['CreateChangeSet', 'DeleteChangeSet', 'ExecuteChangeSet', 'DescribeChangeSet', 'CreateStack', 'UpdateStack'],
  ...['DeleteStack', 'RollbackStack', 'ContinueUpdateRollback', 'DescribeStacks', 'DescribeStackEvents'],
  ...['DescribeStackResources', 'ListStackResources', 'GetTemplate', 'DescribeEvents'],
];

export interface DeliveryStackProps extends StackProps {
  /** As GitHub's tokens name it: `owner/name`, or with ids. */
  readonly repository: string;
  readonly owner: string;
  readonly uses: readonly AccountUse[];
}

/** The ways in which GitHub may deploy to an account: a role for each kind of job, and no stored key. */
export class DeliveryStack extends Stack {
  readonly #repository: string;
  readonly #provider: OidcProviderNative;

  constructor(scope: Construct, id: string, props: DeliveryStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.templateOptions.metadata = { [cloudOnly]: true };
    this.#repository = props.repository;
    this.#provider = new OidcProviderNative(this, 'GitHub', {
      url: 'https://token.actions.githubusercontent.com',
      clientIds: ['sts.amazonaws.com'],
    });
    if (props.uses.includes('previews')) this.#addPreviews();
    if (props.uses.includes('staging')) {
      this.#addDeployment('staging');
      this.#addDiff();
    }
    if (props.uses.includes('production')) this.#addDeployment('production');
    const tags = { project: projectName, stage: 'account', service: 'delivery', owner: props.owner };
    for (const [tag, value] of Object.entries(tags)) Tags.of(this).add(tag, value);
  }

  #addPreviews(): void {
    const ofPullRequests = this.#stacks(pullRequestPrefix);
    const preview = this.#role('preview', 'Deploys, tries and removes the stage of a pull request', 'pull_request');
    const deployment = this.#addPreviewDeployment(preview);
    const publishing = this.#iam(`role/cdk-${delivery.qualifier}-file-publishing-role-${this.account}-*`);
    allow(preview, ['sts:AssumeRole'], [deployment.roleArn, publishing]);
    preview.allowKeys(this.#table('pr-*'));
    preview.allowOriginKeys(this.#originKeys('pr-*'));
    const sweep = this.#role('sweep', 'Removes previews that are over', 'ref:refs/heads/main');
    const removal = ['cloudformation:DescribeStacks', 'cloudformation:DeleteStack'];
    allow(preview, removal, [ofPullRequests]);
    allow(sweep, removal, [ofPullRequests, this.#stacks('groundswell-preview-')]);
    for (const role of [preview, sweep]) allow(role, ['cloudformation:ListStacks'], ['*']);
    new PullRequestBoundary(this, 'Boundary');
  }

  /** What the CDK's own deployment role may do, but for stacks of pull requests only. */
  #addPreviewDeployment(preview: Role): Role {
    const role = new Role(this, 'PreviewDeployment', {
      roleName: delivery.roles.previewDeployment,
      description: 'Asks CloudFormation for the stacks of a pull request',
      assumedBy: new ArnPrincipal(preview.roleArn),
    });
    const actions = stackActions.map((action) => `cloudformation:${action}`);
    allow(role, actions, [this.#stacks(pullRequestPrefix)]);
    allow(role, ['iam:PassRole'], [this.#iam(`role/cdk-${delivery.qualifier}-cfn-exec-role-${this.account}-*`)]);
    const version = `parameter/cdk-bootstrap/${delivery.qualifier}/version`;
    allow(role, ['ssm:GetParameter', 'ssm:GetParameters'], [`arn:${this.partition}:ssm:*:${this.account}:${version}`]);
    const assets = `arn:${this.partition}:s3:::cdk-${delivery.qualifier}-assets-${this.account}-*`;
    allow(role, ['s3:GetObject', 's3:GetBucketLocation', 's3:ListBucket'], [assets]);
    return role;
  }

  /** The bootstrap's roles are shared by all stages of an account, which is why production has its own account. */
  #addDeployment(stage: 'staging' | 'production'): void {
    const role = this.#role(stage, `Deploys the stage ${stage}, and tries it`, `environment:${stage}`);
    const bootstrap = (kind: string) => this.#iam(`role/cdk-hnb659fds-${kind}-role-${this.account}-*`);
    allow(role, ['sts:AssumeRole'], [bootstrap('deploy'), bootstrap('file-publishing')]);
    role.allowKeys(this.#table(stage));
    role.allowOriginKeys(this.#originKeys(stage));
  }

  /** Templates only: the bootstrap's lookup role would let a pull request read the tables. */
  #addDiff(): void {
    const role = this.#role('diff', 'Compares the templates of a pull request with those of staging', 'pull_request');
    allow(
      role,
      ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
      [this.#stacks('groundswell-staging-')],
    );
  }

  #role(
    name: Exclude<keyof typeof delivery.roles, 'previewDeployment'>,
    description: string,
    jobs: string,
  ): GitHubRole {
    return new GitHubRole(this, `Role-${name}`, {
      roleName: delivery.roles[name],
      description,
      provider: this.#provider,
      repository: this.#repository,
      jobs,
      maxSession: Duration.seconds(delivery.sessionSeconds[name]),
    });
  }

  #iam(resource: string): string {
    return `arn:${this.partition}:iam::${this.account}:${resource}`;
  }

  #stacks(prefix: string): string {
    return `arn:${this.partition}:cloudformation:*:${this.account}:stack/${prefix}*`;
  }

  /** Every generation; Secrets Manager adds six characters to a name. */
  #originKeys(stage: string): string {
    const name = originKeySecretName(stage, '*');
    return `arn:${this.partition}:secretsmanager:*:${this.account}:secret:${name}`;
  }

  #table(stage: string): string {
    return `arn:${this.partition}:dynamodb:*:${this.account}:table/${tableName(stage, 'polls')}`;
  }
}
