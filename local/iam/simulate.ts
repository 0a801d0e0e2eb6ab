import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { localAccount } from '../assembly/resolver.ts';
import type { AwsCall } from './aws-call.ts';
import type { PolicyDocument, Statement } from './policy.ts';

export interface Question {
  /** An assumed role's ARN, or a service: `events.amazonaws.com`. */
  readonly principal: string;
  readonly call: AwsCall;
  /** What the principal itself may do. @default nothing, as for services */
  readonly statements?: readonly Statement[] | undefined;
  /** What the resource says. @default it has no policy */
  readonly resourcePolicy?: PolicyDocument | undefined;
}

/** Every call of the SDK comes by TLS; a laptop's servers leave that out. */
const secured = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/**
 * Whether IAM would let a call through, by a simulator.
 * @throws Error for a policy that IAM would not take
 */
export async function isAllowed({ principal, call, statements, resourcePolicy }: Question): Promise<boolean> {
  const contextVariables: Record<string, string | string[]> = { ...secured };
  for (const [key, value] of Object.entries(call.context)) {
    contextVariables[key] = typeof value === 'string' ? value : [...value];
  }
  const policy = { Version: '2012-10-17', Statement: statements };
  const simulation = {
    request: {
      principal,
      action: call.action,
      resource: { resource: call.resource, accountId: localAccount },
      contextVariables,
    },
    identityPolicies: statements?.length ? [{ name: 'role', policy }] : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy ? { resourcePolicy } : {}),
  };
  const answer = await runSimulation(simulation, {});
  if (answer.resultType !== 'error') return answer.overallResult === 'Allowed';
  // Aliases and versions of functions, for one, have ARNs of the same form; how policies match them is the same, too.
  if (answer.errors.message === 'multiple.resource.types') return runUnsafeSimulation(simulation, {}) === 'Allowed';
  // No policy can allow an action that isn't there, or that can't be done to such a resource.
  const isAboutPolicies = Object.keys(answer.errors).some((name) => name.endsWith('Errors'));
  if (!isAboutPolicies) return false;
  throw new Error(`IAM can't decide on ${call.action} on ${call.resource}: ${JSON.stringify(answer.errors)}`);
}
