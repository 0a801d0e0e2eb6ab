import type { Assembly, AssemblyStack, Template } from '../../../local/assembly/assembly.ts';

/** A stack of a test's own. */
export function stackOf(name: string, template: Partial<Template> = {}, region = 'eu-west-1'): AssemblyStack {
  return { name, region, template: { Resources: {}, Outputs: {}, ...template } };
}

export function assemblyOf(...stacks: AssemblyStack[]): Assembly {
  return { stacks, assets: new Map() };
}
