import { setTimeout as pause } from 'node:timers/promises';
import type { AuditedFunction } from '../../contracts/audit.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { AuditLog } from '../../domain/audit/audit-log.ts';
import { chainsOf } from '../../domain/audit/chain.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoAuditStore } from '../../stores/dynamo-audit-store.ts';
import { type ApiEvent, type ApiResult, apiHandler } from './api.ts';
import { recording } from './recording.ts';

/** An `apiHandler` whose function has routes that are on record: what a caller with a key does by them is recorded. */
export function auditedHandler(name: AuditedFunction, answer: (event: ApiEvent) => Promise<ApiResult>) {
  return apiHandler(recording(auditLogOf(name), answer));
}

/** What a function writes to its region's chains. */
export function auditLogOf(name: AuditedFunction | 'joinWorkspace'): AuditLog {
  const { POLLS_TABLE } = readEnvironment(name);
  const store = new DynamoAuditStore(documentClient(), POLLS_TABLE);
  return new AuditLog({ store, chains: chainsOf(process.env.AWS_REGION ?? ''), pause, random: Math.random });
}
