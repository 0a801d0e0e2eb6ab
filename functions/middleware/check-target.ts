import { localTargetsAllowed } from '../../contracts/webhooks.ts';
import { Problem, pointer } from '../../domain/problem.ts';
import { RefusedTarget, readTarget, type TargetRules } from '../../stores/webhook-target.ts';

/** @param variable `LOCAL_TARGETS` of the environment */
export function targetRules(variable: string): TargetRules {
  return { allowsLocal: variable === localTargetsAllowed };
}

/**
 * Refuses what no request could ever go to. The name is looked up at each request and not here: what it says can change.
 * @param field of the body, which holds the address
 * @throws Problem `invalid-content`
 */
export function checkTarget(url: string, rules: TargetRules, field = 'url'): void {
  try {
    readTarget(url, rules);
  } catch (error) {
    if (!(error instanceof RefusedTarget)) throw error;
    throw new Problem('invalid-content', 'The address breaks a rule.', {
      fieldErrors: [{ pointer: pointer(field), detail: error.message }],
    });
  }
}
