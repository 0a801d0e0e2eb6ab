import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cloudOnly } from '../../contracts/names.ts';
import { ExplainedError } from '../explained-error.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.object({ templateFile: z.string().optional() }).loose().optional(),
    }),
  ),
});

const templateSchema = z.object({
  Metadata: z.record(z.string(), z.unknown()).optional(),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.string().optional() })).optional(),
  Resources: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Properties: z.record(z.string(), z.unknown()).default({}),
        Metadata: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default({}),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

const assetsSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string(), packaging: z.enum(['file', 'zip']) }) })),
});

export type Template = z.output<typeof templateSchema>;

/** One stack of the cloud assembly. */
export interface AssemblyStack {
  readonly name: string;
  readonly region: string;
  readonly template: Template;
}

/** What the CDK app synthesized, for the cloud alone left out: its stacks, and the folders of their folders of code by asset hash. */
export interface Assembly {
  readonly stacks: readonly AssemblyStack[];
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * Reads a cloud assembly.
 * @throws ExplainedError where the folder holds none
 */
export function readAssembly(folder: string): Assembly {
  const read = <S extends z.ZodType>(file: string, schema: S): z.output<S> => {
    try {
      return schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    } catch (error) {
      throw new ExplainedError(`${join(folder, file)} is no part of a cloud assembly: ${String(error)}`);
    }
  };
  const artifacts = Object.entries(read('manifest.json', manifestSchema).artifacts);
  const stacks = artifacts.flatMap(([name, { type, environment, properties }]) => {
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) return [];
    const region = environment?.split('/').at(-1) ?? 'unknown-region';
    const template = read(properties.templateFile, templateSchema);
    if (template.Metadata?.[cloudOnly]) return [];
    return [{ name, region: region === 'unknown-region' ? 'eu-central-1' : region, template }];
  });
  const assets = new Map<string, string>();
  for (const { name } of stacks) {
    for (const [hash, { source }] of Object.entries(read(`${name}.assets.json`, assetsSchema).files)) {
      if (source.packaging === 'zip') assets.set(hash, join(folder, source.path));
    }
  }
  return { stacks, assets };
}
