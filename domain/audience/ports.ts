import type { AudiencePlan } from './plan.ts';

/** The plans of one region. */
export interface PlanStore {
  get(pollId: string): Promise<AudiencePlan | undefined>;
  put(plan: AudiencePlan): Promise<void>;
  remove(pollId: string): Promise<void>;
  all(): Promise<AudiencePlan[]>;
}

/** Calls of `prepareAudience`, each once, at its time and under its name. */
export interface Timetable {
  /** Adds the call, or moves it; `at` in milliseconds since 1970. */
  set(name: string, at: number): Promise<void>;
  /** Does nothing where there is no such call. */
  cancel(name: string): Promise<void>;
}

/** What can be made ready ahead of an audience. */
export interface Capacity {
  /** Keeps at least so many instances of each function that voters call warm, until it is told otherwise. */
  keepWarm(instances: number): Promise<void>;
  /** @throws if the last change of what is warm was refused, as far as is known by now */
  checkWarm(): Promise<void>;
  /** Makes the Responses table ready for so many writes a second, if it isn't. It stays so: DynamoDB has no way back. */
  readyFor(writesPerSecond: number): Promise<void>;
}
