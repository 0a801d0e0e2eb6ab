import { recordingFunctions } from '../../contracts/audit.ts';
import type { FunctionName } from '../../contracts/functions.ts';
import { allowItems } from './allow-items.ts';
import type { ServiceFunction } from './service-function.ts';

type Table = { readonly tableArn: string };

/** Lets every function whose routes are on record append to it: read the last entry, and put the next one. */
export function allowAudit(functions: Readonly<Record<string, ServiceFunction>>, polls: Table): void {
  for (const [name, worker] of Object.entries(functions)) {
    if (!recordingFunctions.has(name as FunctionName)) continue;
    // Where a function may do it with any item, another grant would give it nothing.
    const actions = ['Query', 'PutItem'].filter((action) => !worker.allows(`dynamodb:${action}`, polls.tableArn));
    if (actions.length > 0) allowItems(worker, actions, polls, ['audit']);
  }
}
