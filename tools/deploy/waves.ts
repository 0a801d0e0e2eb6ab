import { dataStackName, keyStackName, workersStackName } from '../../contracts/names.ts';

/** What is deployed before anything else goes on. */
export interface Wave {
  /** The region that takes its first requests of the new version with this wave. */
  readonly region?: string;
  /** Names of stacks. */
  readonly stacks: readonly string[];
}

/**
 * In which order the stacks of a stage are deployed: its keys and data, then one region after the other, so that a fault that a
 * region shows reaches no other one, then what stands in front of them all.
 * The CDK deploys the stacks of a wave in the order in which they depend on each other.
 * @param regions in their order
 */
export function wavesOf(stage: string, stacks: readonly string[], regions: readonly string[]): Wave[] {
  const isOfData = (name: string) =>
    name === dataStackName(stage) || regions.some((region) => name === keyStackName(stage, region));
  const isOf = (region: string) => (name: string) =>
    name.endsWith(`-${region}`) || name === workersStackName(stage, region);
  const isRegional = (name: string) => regions.some((region) => isOf(region)(name));
  const names = (holds: (name: string) => boolean) => stacks.filter(holds).sort();
  return [
    { stacks: names(isOfData) },
    ...regions.map((region) => ({ region, stacks: names(isOf(region)) })),
    { stacks: names((name) => !isOfData(name) && !isRegional(name)) },
  ].filter((wave) => wave.stacks.length > 0);
}
