import { untriedMetadata } from '../../contracts/names.ts';
import type { Assembly, AssemblyStack } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { isProvider } from '../build/names.ts';
import { ExplainedError } from '../explained-error.ts';
import type { Caller } from './access-key.ts';
import { type PolicyDocument, type Role, untriedSchema } from './policy.ts';

/** Where a role stands in the templates. */
export interface RolePlace {
  readonly stack: AssemblyStack;
  readonly logicalId: string;
}

/**
 * Reads what a role may do: its inline policies and those that name it.
 * @throws ExplainedError for a managed policy, whose content no template has
 */
export function readRole(assembly: Assembly, resolver: Resolver, { stack, logicalId }: RolePlace): Role {
  const own: Assembly = { ...assembly, stacks: [stack] };
  const [role] = resourcesOf(own, resolver, 'AWS::IAM::Role', (_, id) => id === logicalId);
  if (!role) throw new ExplainedError(`Stack ${stack.name} has no role ${logicalId}.`);
  const { ManagedPolicyArns, Policies } = role.properties;
  if (ManagedPolicyArns.length > 0) {
    throw new ExplainedError(`${stack.name}, ${logicalId}: the laptop doesn't know what ${ManagedPolicyArns} allows.`);
  }
  const attached = resourcesOf(own, resolver, 'AWS::IAM::Policy', ({ Roles }) => names(Roles, logicalId));
  const documents = [...Policies, ...attached.map(({ properties }) => properties)];
  const statements = documents.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const metadata = stack.template.Resources[logicalId]?.Metadata?.[untriedMetadata] ?? [];
  return {
    id: logicalId,
    arn: String(resolver.resolve(stack, { 'Fn::GetAtt': [logicalId, 'Arn'] })),
    region: stack.region,
    statements,
    untried: untriedSchema.parse(resolver.resolve(stack, metadata)),
    conditionKeys: new Set(statements.flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.keys))),
  };
}

/** The ARN of the role that a function takes. */
export function roleOfFunction(assembly: Assembly, resolver: Resolver, caller: Caller): string {
  for (const stack of assembly.stacks.filter(({ region }) => region === caller.region)) {
    for (const [logicalId, { Type, Properties }] of Object.entries(stack.template.Resources)) {
      const isIt = Type === 'AWS::Lambda::Function' && (Properties.FunctionName ?? logicalId) === caller.function;
      if (isIt) return String(resolver.resolve(stack, Properties.Role));
    }
  }
  throw new ExplainedError(`The templates have no function ${caller.function} in ${caller.region}.`);
}

/** The roles that functions and schedules take: those of the CDK's own providers have no part on a laptop. */
export function rolePlaces(assembly: Assembly): RolePlace[] {
  return assembly.stacks.flatMap((stack) => {
    const resources = Object.entries(stack.template.Resources);
    const ofFunctions = resources
      .filter(([logicalId, { Type }]) => Type === 'AWS::Lambda::Function' && !isProvider(stack, logicalId))
      .map(([, { Properties }]) => JSON.stringify(Properties.Role));
    const isTaken = (logicalId: string, properties: Readonly<Record<string, unknown>>) =>
      ofFunctions.includes(JSON.stringify({ 'Fn::GetAtt': [logicalId, 'Arn'] })) ||
      JSON.stringify(properties.AssumeRolePolicyDocument).includes('"scheduler.amazonaws.com"');
    return resources
      .filter(([logicalId, { Type, Properties }]) => Type === 'AWS::IAM::Role' && isTaken(logicalId, Properties))
      .map(([logicalId]) => ({ stack, logicalId }));
  });
}

function names(roles: unknown, logicalId: string): boolean {
  return JSON.stringify(roles ?? []).includes(`{"Ref":"${logicalId}"}`);
}

/** The policies of queues and buckets by the ARN of what they protect. */
export function resourcePolicies(assembly: Assembly, resolver: Resolver): ReadonlyMap<string, PolicyDocument> {
  const policies = new Map<string, PolicyDocument>();
  for (const { properties } of resourcesOf(assembly, resolver, 'AWS::SQS::QueuePolicy')) {
    for (const arn of arnsOf(properties.PolicyDocument)) policies.set(arn, properties.PolicyDocument);
  }
  for (const { properties } of resourcesOf(assembly, resolver, 'AWS::S3::BucketPolicy')) {
    policies.set(`arn:aws:s3:::${properties.Bucket}`, properties.PolicyDocument);
  }
  return policies;
}

/** Whatever a queue's policy says is said of that one queue. */
function arnsOf({ Statement }: PolicyDocument): string[] {
  return Statement.flatMap(({ Resource }) => [Resource].flat().map(String));
}
