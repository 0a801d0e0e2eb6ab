import { type Chaos, type FaultKind, Faults, faultKinds } from '../../../local/chaos/faults.ts';

/** Faults of which these happen whenever they can, and no others, until they are ended. */
export function certain(...kinds: readonly FaultKind[]): Faults {
  const chaos = Object.fromEntries(faultKinds.map((kind) => [kind, kinds.includes(kind) ? 1 : 0])) as Chaos;
  return new Faults(chaos, 1);
}
