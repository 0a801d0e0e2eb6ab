import { localTargetsAllowed } from '../../contracts/webhooks.ts';
import { Problem, pointer } from '../../domain/problem.ts';
import { RefusedTarget, readTarget, type TargetRules } from '../../stores/webhook-target.ts';

/** @param variable `LOCAL_TARGETS` of the environment */
export function targetRules(variable: string): TargetRules {
  return { allowsLocal: variable === localTargetsAllowed };
}

/**
 * Refuses what no attempt could ever go to. The name is looked up at each attempt and not here: what it says can change.
 * @throws Problem `invalid-content`
 */
export function checkTarget(url: string, rules: TargetRules): void {
  try {
    readTarget(url, rules);
  } catch (error) {
    if (!(error instanceof RefusedTarget)) throw error;
    throw new Problem('invalid-content', 'The webhook breaks a rule.', {
      fieldErrors: [{ pointer: pointer('url'), detail: error.message }],
    });
  }
}
