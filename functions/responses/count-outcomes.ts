import { type RefusalReason, refusalReasons } from '../../contracts/observability.ts';
import { Problem } from '../../domain/problem.ts';
import { type Counters, telling } from '../middleware/counters.ts';

/** The same function, which counts what it accepts and what it refuses, by reason. A fault of ours is neither. */
export function countOutcomes<Event, Answer>(counters: Counters, answer: (event: Event) => Promise<Answer>) {
  return telling(counters, async (event: Event) => {
    try {
      const accepted = await answer(event);
      counters.count('Accepted');
      return accepted;
    } catch (error) {
      if (error instanceof Problem) counters.refuse(reasonOf(error));
      throw error;
    }
  });
}

function reasonOf({ code }: Problem): RefusalReason {
  return refusalReasons.find((reason) => reason === code) ?? 'other';
}
