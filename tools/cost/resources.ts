import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { TemplateResource } from './fixed.ts';

/** Every resource of a synthesized stage, of all its stacks. */
export function resourcesOf(assembly: string): TemplateResource[] {
  return new CloudAssembly(assembly).stacks.flatMap(({ template }) =>
    Object.values<TemplateResource>(template.Resources ?? {}),
  );
}
