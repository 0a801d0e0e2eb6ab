import type { Duration } from 'aws-cdk-lib';
import { type IOidcProvider, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from './allow.ts';

const issuer = 'token.actions.githubusercontent.com';

export interface GitHubRoleProps {
  readonly roleName: string;
  readonly description: string;
  readonly provider: IOidcProvider;
  /** As GitHub's tokens name it. */
  readonly repository: string;
  /** For which of the repository's jobs, as the end of a token's subject: `pull_request`, `environment:production`. */
  readonly jobs: string;
  /** For how long a job may have the role at most. */
  readonly maxSession: Duration;
}

/** A role that jobs of one repository take by GitHub's token, for as long as a job takes, with no stored key. */
export class GitHubRole extends Role {
  constructor(scope: Construct, id: string, props: GitHubRoleProps) {
    super(scope, id, {
      roleName: props.roleName,
      description: props.description,
      maxSessionDuration: props.maxSession,
      assumedBy: new WebIdentityPrincipal(props.provider.oidcProviderArn, {
        // Whole subjects: a pattern would match another repository's or branch's.
        StringEquals: {
          [`${issuer}:aud`]: 'sts.amazonaws.com',
          [`${issuer}:sub`]: `repo:${props.repository}:${props.jobs}`,
        },
      }),
    });
  }

  /** Making and revoking an API key, for a smoke test, and nothing else in the table. */
  allowKeys(tableArn: string): void {
    const onKeysOnly = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['KEY#*'] } };
    allow(this, ['dynamodb:PutItem', 'dynamodb:UpdateItem'], [tableArn], onKeysOnly);
  }

  /** To try one region around CloudFront. */
  allowOriginKeys(secretArn: string): void {
    allow(this, ['secretsmanager:GetSecretValue'], [secretArn]);
  }
}
