import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfiguration } from './configuration/stage.ts';

/** Under which ids the CDK keeps a function's role: an ordinary function's, and that of its core's own providers. */
const roleIds = ['ServiceRole', 'Role'];

/**
 * Gives the functions that the CDK adds for its custom resources log groups that end with their stack. Without one
 * Lambda makes it, and it stays for ever. Their roles may no longer make log groups either: the last lines of a
 * stack's deletion would bring back the group that was just deleted.
 */
export function ownProviderLogs(app: App, configuration: StageConfiguration): void {
  for (const node of app.node.findAll()) {
    const scope = node.node.scope;
    if (!scope || !CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::Lambda::Function') continue;
    const role = roleOf(scope);
    if (role && mayMakeLogGroups(role)) addLogGroup(scope, node, role, configuration);
  }
}

function roleOf(scope: Construct): CfnResource | undefined {
  const found = roleIds.map((id) => scope.node.tryFindChild(id)).find((child) => child !== undefined);
  const role = found && !CfnResource.isCfnResource(found) ? found.node.defaultChild : found;
  return role && CfnResource.isCfnResource(role) ? role : undefined;
}

/** The core's own providers are resources without a type, and always may. */
function mayMakeLogGroups(role: CfnResource): boolean {
  if (!(role instanceof CfnRole)) return true;
  return JSON.stringify(Stack.of(role).resolve(role.managedPolicyArns) ?? []).includes('AWSLambdaBasicExecutionRole');
}

function addLogGroup(
  scope: Construct,
  lambda: CfnResource,
  role: CfnResource,
  configuration: StageConfiguration,
): void {
  const made = scope.node.tryFindChild('LogGroup')?.node.defaultChild;
  const logGroup = made instanceof CfnLogGroup ? made : new CfnLogGroup(scope, 'OwnLogs');
  // A name that has the function's in it would make a circle.
  if (logGroup === made) logGroup.logGroupName = undefined;
  logGroup.retentionInDays = configuration.logRetentionDays;
  const policy = new CfnPolicy(scope, 'WriteOwnLogs', {
    policyName: 'write-own-logs',
    policyDocument: new PolicyDocument({
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.attrArn],
        }),
      ],
    }),
    roles: [role.ref],
  });
  lambda.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.ref });
  lambda.node.addDependency(policy);
  if (role instanceof CfnRole) role.managedPolicyArns = [];
  role.addPropertyDeletionOverride('ManagedPolicyArns');
}
