/** What is deployed before anything else goes on. */
export interface Wave {
  /** The region that takes its first requests of the new version with this wave. */
  readonly region?: string;
  /** Names of stacks. */
  readonly stacks: readonly string[];
}

/**
 * In which order the stacks of a stage are deployed: its data, then one region after the other, so that a fault that a
 * region shows reaches no other one, then what stands in front of them all.
 * @param regions in their order
 */
export function wavesOf(stage: string, stacks: readonly string[], regions: readonly string[]): Wave[] {
  const data = `groundswell-${stage}-data`;
  const isRegional = (name: string) => regions.some((region) => name.endsWith(`-${region}`));
  const names = (holds: (name: string) => boolean) => stacks.filter(holds).sort();
  return [
    { stacks: names((name) => name === data) },
    ...regions.map((region) => ({ region, stacks: names((name) => name.endsWith(`-${region}`)) })),
    { stacks: names((name) => name !== data && !isRegional(name)) },
  ].filter((wave) => wave.stacks.length > 0);
}
