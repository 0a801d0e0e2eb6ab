import type { Assembly } from '../assembly/assembly.ts';

/** The regions that have stacks, home first: where the first stack, which holds the tables, stands. */
export function regionsOf(assembly: Assembly): string[] {
  return [...new Set(assembly.stacks.map(({ region }) => region))];
}

/** What the assembly has in one region. */
export function regionOf(assembly: Assembly, region: string): Assembly {
  return { ...assembly, stacks: assembly.stacks.filter((stack) => stack.region === region) };
}
