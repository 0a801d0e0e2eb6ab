import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { regionOf } from '../build/regions.ts';
import { ExplainedError } from '../explained-error.ts';
import type { Caller } from './access-key.ts';
import type { AwsCall } from './aws-call.ts';
import type { CallLog } from './call-log.ts';
import { laptopGrants } from './laptop-grants.ts';
import type { PolicyDocument, Role } from './policy.ts';
import { readRole, resourcePolicies, roleOfFunction, rolePlaces } from './roles.ts';
import { isAllowed } from './simulate.ts';

/** A call that the policies don't allow, and the sentence in which AWS says so. */
export interface Denial {
  readonly call: AwsCall;
  readonly message: string;
}

export interface GuardProps {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  /** Where calls are written down. @default nowhere */
  readonly log?: CallLog | undefined;
  /** Told of each denial. */
  readonly onDenied?: ((message: string) => void) | undefined;
}

/** Decisions that are remembered; there are hundreds, and more only by names of files and schedules. */
const mostDecisions = 20_000;
/** The session of a role that a service took. */
const service = 'service';

/**
 * Decides on each call as IAM would, by the templates' policies: those of the caller's role, and those of queues and
 * buckets. A policy is read at the first question about it, when all that it names is running.
 */
export class Guard {
  /** What was denied so far. */
  readonly denials: Denial[] = [];
  readonly #props: GuardProps;
  readonly #roles = new Map<string, Role>();
  readonly #rolesOfFunctions = new Map<string, Role>();
  readonly #resourcePolicies = new Map<string, ReadonlyMap<string, PolicyDocument>>();
  readonly #decisions = new Map<string, Promise<boolean>>();

  constructor(props: GuardProps) {
    this.#props = props;
  }

  /** Reads every role, and so finds what the laptop can't read before anybody calls. */
  readRoles(region: string): readonly Role[] {
    const { resolver } = this.#props;
    const assembly = regionOf(this.#props.assembly, region);
    const roles = rolePlaces(assembly).map((place) => readRole(assembly, resolver, place));
    for (const role of roles) this.#roles.set(role.arn, role);
    return roles;
  }

  /** @returns the first of a function's calls that its role doesn't allow */
  async functionMay(caller: Caller, calls: readonly AwsCall[]): Promise<Denial | undefined> {
    const role = this.#roleOf(caller);
    for (const call of calls) {
      if (!(await this.#allows(role, caller.function, call))) return this.#denied(role, caller.function, call);
    }
    return undefined;
  }

  /**
   * The same without a denial, for what has another outcome where it isn't allowed.
   * @param isMade whether the call is made where it is allowed, or only asked about
   */
  async functionMight(caller: Caller, call: AwsCall, isMade = true): Promise<boolean> {
    const role = this.#roleOf(caller);
    if (isMade) return this.#allows(role, caller.function, call);
    return this.#simulated(role, caller.function, call);
  }

  #roleOf(caller: Caller): Role {
    const key = `${caller.region}/${caller.function}`;
    let role = this.#rolesOfFunctions.get(key);
    if (!role) {
      role = this.#role(roleOfFunction(this.#props.assembly, this.#props.resolver, caller), caller.region);
      this.#rolesOfFunctions.set(key, role);
    }
    return role;
  }

  /** @returns the call of a service, if the role doesn't allow it which the service has taken */
  async roleMay(arn: string, region: string, call: AwsCall): Promise<Denial | undefined> {
    const role = this.#role(arn, region);
    return (await this.#allows(role, service, call)) ? undefined : this.#denied(role, service, call);
  }

  /** @returns the call of a service in its own name, if the policy of the resource doesn't allow it */
  async serviceMay(principal: string, region: string, asked: AwsCall): Promise<Denial | undefined> {
    const call = { ...asked, context: { 'aws:SourceAccount': localAccount, ...asked.context } };
    const resourcePolicy = this.#policiesIn(region).get(call.resource);
    const key = JSON.stringify([principal, call]);
    const allowed = await this.#decided(key, () => isAllowed({ principal, call, resourcePolicy }));
    return allowed ? undefined : this.#told(principal, 'resource-based', call);
  }

  async #allows(role: Role, session: string, asked: AwsCall): Promise<boolean> {
    // Partitions of a table are many, and few policies look at them.
    const call = { ...asked, context: onlyKeys(asked.context, role.conditionKeys) };
    return this.#decided(JSON.stringify([role.arn, call]), async () => {
      const allowed = await this.#simulated(role, session, call);
      if (allowed) this.#props.log?.record(role, call, true);
      return allowed;
    });
  }

  #simulated(role: Role, session: string, call: AwsCall): Promise<boolean> {
    // The policy of a bucket is that of its objects, too.
    const resourcePolicy = this.#policiesIn(role.region).get(call.resource.split('/')[0] ?? '');
    const statements = [...role.statements, ...laptopGrants(session)];
    return isAllowed({ principal: sessionArn(role, session), call, statements, resourcePolicy });
  }

  #decided(key: string, decide: () => Promise<boolean>): Promise<boolean> {
    const known = this.#decisions.get(key);
    if (known) return known;
    if (this.#decisions.size >= mostDecisions) this.#decisions.clear();
    // Whatever can't be read must not go unseen as a broken connection.
    const decision = decide().catch((error: unknown) => {
      this.#props.onDenied?.(String(error));
      throw error;
    });
    this.#decisions.set(key, decision);
    return decision;
  }

  #denied(role: Role, session: string, call: AwsCall): Denial {
    this.#props.log?.record(role, call, false);
    return this.#told(sessionArn(role, session), 'identity-based', call);
  }

  #told(user: string, kind: 'identity-based' | 'resource-based', call: AwsCall): Denial {
    const what = `${user} is not authorized to perform: ${call.action} on resource: ${call.resource}`;
    const denial = { call, message: `User: ${what} because no ${kind} policy allows the ${call.action} action` };
    this.denials.push(denial);
    this.#props.onDenied?.(denial.message);
    return denial;
  }

  #role(arn: string, region: string): Role {
    if (!this.#roles.has(arn)) this.readRoles(region);
    const role = this.#roles.get(arn);
    if (role) return role;
    throw new ExplainedError(`The templates have no role ${arn}.`);
  }

  #policiesIn(region: string): ReadonlyMap<string, PolicyDocument> {
    const known = this.#resourcePolicies.get(region);
    if (known) return known;
    const policies = resourcePolicies(regionOf(this.#props.assembly, region), this.#props.resolver);
    this.#resourcePolicies.set(region, policies);
    return policies;
  }
}

function sessionArn(role: Role, session: string): string {
  // IAM's longest name of a session has 64 characters.
  return `arn:aws:sts::${localAccount}:assumed-role/${role.id}/${session.slice(-64)}`;
}

function onlyKeys(context: AwsCall['context'], keys: ReadonlySet<string>): AwsCall['context'] {
  return Object.fromEntries(Object.entries(context).filter(([key]) => keys.has(key)));
}
