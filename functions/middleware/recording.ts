import { type AuditEntry, auditedAction, voterParameters } from '../../contracts/audit.ts';
import { limits } from '../../contracts/limits.ts';
import { logEvents } from '../../contracts/observability.ts';
import type { AuditLog } from '../../domain/audit/audit-log.ts';
import type { AuditEvent } from '../../domain/audit/chain.ts';
import { Problem, toDocument } from '../../domain/problem.ts';
import type { ApiEvent, ApiResult } from './api.ts';
import { logger } from './logger.ts';
import { markOnRecord } from './on-record.ts';

type Outcome = Pick<AuditEntry, 'status' | 'made'>;
type Answer = (event: ApiEvent) => Promise<ApiResult>;

/** The same as `answer`, on record where the route is. */
export function recording(log: Pick<AuditLog, 'append'>, answer: Answer): Answer {
  return async (event) => {
    const attempted = eventOf(event);
    // Somebody without a valid key has no workspace, and is refused.
    if (!attempted) return answer(event);
    const act = () => {
      markOnRecord(event);
      return answer(event);
    };
    return onRecord(log, attempted, act, (result) => ({ status: result.statusCode ?? 200, ...madeIn(result) }));
  };
}

/**
 * Puts on record what somebody attempts before it happens, and what came of it. Nothing happens whose attempt couldn't
 * be recorded. Where only the outcome couldn't be, the answer stands: it may hold what is shown once, and the attempt
 * tells that something may have happened.
 */
export async function onRecord<T>(
  log: Pick<AuditLog, 'append'>,
  attempted: AuditEvent,
  act: () => Promise<T>,
  outcomeOf: (result: T) => Outcome,
): Promise<T> {
  const attempt = await log.append(attempted);
  const { chain, sequence, hash } = attempt;
  // The log's archive keeps it out of reach of whoever can write to the table.
  logger.info('An attempt is on record', { event: logEvents.auditAppended, chain, sequence, hash });
  try {
    const result = await act();
    await recordOutcome(log, attempted, attempt, outcomeOf(result));
    return result;
  } catch (error) {
    const status = error instanceof Problem ? toDocument(error).status : 500;
    await recordOutcome(log, attempted, attempt, { status });
    throw error;
  }
}

async function recordOutcome(
  log: Pick<AuditLog, 'append'>,
  attempted: AuditEvent,
  attempt: AuditEntry,
  outcome: Outcome,
): Promise<void> {
  const at = new Date().toISOString();
  try {
    await log.append({ ...attempted, ...outcome, at, phase: 'done', attempt: attempt.sequence }, attempt);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    const { requestId } = attempted;
    logger.error('An outcome is not on record', { event: logEvents.outcomeNotRecorded, requestId, error: name });
  }
}

function eventOf(event: ApiEvent): AuditEvent | undefined {
  const action = auditedAction(event.routeKey);
  const caller = event.requestContext.authorizer?.lambda;
  if (action === undefined || !caller?.workspaceId) return undefined;
  const ids = Object.entries(event.pathParameters ?? {}).filter(([name]) => !voterParameters.includes(name));
  return {
    workspaceId: caller.workspaceId,
    at: new Date().toISOString(),
    actor: caller.actor || 'unknown',
    action,
    phase: 'attempted',
    // What is in a path may be anything, and as long as API Gateway takes.
    target: Object.fromEntries(ids.map(([name, id = '']) => [name, id.slice(0, limits.idLength)])),
    requestId: event.requestContext.requestId,
  };
}

/** The id of what was made: every `201` and `202` with a body names it. */
function madeIn({ statusCode, body }: ApiResult): Pick<AuditEntry, 'made'> {
  if ((statusCode !== 201 && statusCode !== 202) || body === undefined) return {};
  const { id } = JSON.parse(body) as { id?: unknown };
  return typeof id === 'string' ? { made: id } : {};
}
