import type { RecordedCall } from '../../local/iam/call-log.ts';
import type { Role, Statement } from '../../local/iam/policy.ts';
import { isAllowed } from '../../local/iam/simulate.ts';

/** The least that can be taken away: one action on one resource, and of one kind of partition where a condition names some. */
export interface Grant {
  readonly role: string;
  readonly statement: number;
  readonly action: string;
  readonly resource: string;
  /** A pattern of `dynamodb:LeadingKeys`. */
  readonly partition: string | undefined;
}

const leadingKeys = 'dynamodb:LeadingKeys';

/** Every grant of a role. */
export function grantsOf({ id, statements }: Pick<Role, 'id' | 'statements'>): Grant[] {
  return statements.flatMap((statement, index) => {
    if (statement.Effect !== 'Allow') return [];
    const partitions = partitionsOf(statement);
    return listOf(statement.Action).flatMap((action) =>
      listOf(statement.Resource).flatMap((resource) =>
        (partitions.length > 0 ? partitions : [undefined]).map((partition) => ({
          role: id,
          statement: index,
          action,
          resource,
          partition,
        })),
      ),
    );
  });
}

/** The statements of a role without one of its grants. */
export function without(statements: readonly Statement[], grant: Grant): Statement[] {
  return statements.flatMap((statement, index) => {
    if (index !== grant.statement) return [statement];
    const otherActions = listOf(statement.Action).filter((action) => action !== grant.action);
    const otherResources = listOf(statement.Resource).filter((resource) => resource !== grant.resource);
    const otherPartitions = partitionsOf(statement).filter((partition) => partition !== grant.partition);
    const one = { ...statement, Action: grant.action };
    return [
      ...(otherActions.length > 0 ? [{ ...statement, Action: otherActions }] : []),
      ...(otherResources.length > 0 ? [{ ...one, Resource: otherResources }] : []),
      ...(otherPartitions.length > 0
        ? [{ ...one, Resource: grant.resource, ...only(statement, otherPartitions) }]
        : []),
    ];
  });
}

/** Why no call needs a grant, as the role says it; undefined where it says nothing. */
export function reasonFor({ untried }: Pick<Role, 'untried'>, { action, resource }: Grant): string | undefined {
  return untried.find(
    ({ actions, resources }) => actions.includes(action) && (resources === undefined || resources.includes(resource)),
  )?.reason;
}

/** Whether one of the calls would be denied without the grant. */
export async function isNeeded(role: Role, grant: Grant, calls: readonly RecordedCall[]): Promise<boolean> {
  const less = without(role.statements, grant);
  const principal = `arn:aws:sts::000000000000:assumed-role/${role.id}/proof`;
  for (const call of calls) {
    if (call.role !== role.id || call.action !== grant.action) continue;
    const ask = (statements: readonly Statement[]) => isAllowed({ principal, call, statements });
    if (!(await ask(less)) && (await ask(role.statements))) return true;
  }
  return false;
}

export function nameOf({ role, action, resource, partition }: Grant): string {
  return `${role}: ${action} on ${resource}${partition === undefined ? '' : ` in partitions ${partition}`}`;
}

function listOf(texts: string | readonly string[]): string[] {
  return [texts].flat();
}

function partitionsOf({ Condition = {} }: Statement): string[] {
  return Object.values(Condition).flatMap((keys) => {
    const wanted = keys[leadingKeys];
    return wanted === undefined ? [] : [wanted].flat().map(String);
  });
}

/** The statement's conditions with other partitions. */
function only({ Condition = {} }: Statement, partitions: readonly string[]): Pick<Statement, 'Condition'> {
  return {
    Condition: Object.fromEntries(
      Object.entries(Condition).map(([operator, keys]) => [
        operator,
        leadingKeys in keys ? { ...keys, [leadingKeys]: [...partitions] } : keys,
      ]),
    ),
  };
}
