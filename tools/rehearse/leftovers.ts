import type { EmulatedResource, Emulator } from './emulator.ts';

/** What a service lists, and which of an entry's words names it; an entry without one is its own name, or a queue's URL. */
const lists = [
  { service: 'acm', operation: 'ListCertificates', name: 'CertificateArn' },
  { service: 'apigatewayv2', operation: 'GetApis', name: 'ApiId' },
  {
    service: 'application-autoscaling',
    operation: 'DescribeScalableTargets',
    ask: { ServiceNamespace: 'lambda' },
    name: 'ResourceId',
  },
  { service: 'backup', operation: 'ListBackupVaults', name: 'BackupVaultName' },
  { service: 'cloudformation', operation: 'DescribeStacks', name: 'StackName' },
  { service: 'cloudwatch', operation: 'DescribeAlarms', name: 'AlarmName' },
  { service: 'cognito-idp', operation: 'ListUserPools', ask: { MaxResults: 60 }, name: 'Id' },
  { service: 'dynamodb', operation: 'ListTables' },
  { service: 'events', operation: 'ListRules', name: 'Name' },
  { service: 'firehose', operation: 'ListDeliveryStreams' },
  { service: 'iam', operation: 'ListRoles', name: 'RoleName' },
  { service: 'lambda', operation: 'ListEventSourceMappings', name: 'UUID' },
  { service: 'lambda', operation: 'ListFunctions', name: 'FunctionName' },
  { service: 'logs', operation: 'DescribeLogGroups', name: 'logGroupName' },
  { service: 'route53', operation: 'ListHealthChecks', name: 'Id' },
  { service: 's3', operation: 'ListBuckets', name: 'Name' },
  { service: 'scheduler', operation: 'ListScheduleGroups', name: 'Name' },
  { service: 'secretsmanager', operation: 'ListSecrets', name: 'Name' },
  { service: 'sns', operation: 'ListTopics', name: 'TopicArn' },
  { service: 'sns', operation: 'ListSubscriptions', name: 'SubscriptionArn' },
  { service: 'sqs', operation: 'ListQueues' },
  { service: 'wafv2', operation: 'ListWebACLs', ask: { Scope: 'CLOUDFRONT' }, name: 'Name' },
] as const;

/** Everything that the main services hold in some regions, as `region service: name`. */
export async function holdings(emulator: Emulator, regions: readonly string[]): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const region of regions) {
    for (const list of lists) {
      const answer = await emulator.call(list.service, region, list.operation, 'ask' in list ? list.ask : {});
      for (const entry of Object.values(answer).filter(Array.isArray).flat()) {
        const name: string = 'name' in list ? entry[list.name] : entry;
        held.add(`${region} ${list.service}: ${list.service === 'sqs' ? name.slice(name.lastIndexOf('/') + 1) : name}`);
      }
    }
  }
  return held;
}

/** What is there now and wasn't before: first what its stack retains, then what should have gone. */
export function leftovers(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  resources: readonly EmulatedResource[],
): { readonly retained: readonly string[]; readonly orphans: readonly string[] } {
  const kept = resources.flatMap(({ retained, physicalId }) => (retained && physicalId !== null ? [physicalId] : []));
  const { retained = [], orphans = [] } = Object.groupBy(
    [...after].filter((held) => !before.has(held)).sort(),
    (held) => {
      const name = held.slice(held.indexOf(': ') + 2);
      return kept.some((id) => id === name || id.endsWith(`/${name}`) || id.includes(`:${name}`))
        ? 'retained'
        : 'orphans';
    },
  );
  return { retained, orphans };
}
