import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../lib/bundles.ts';
import type { StageConfiguration } from '../../lib/configuration/stage.ts';
import { bundlePages } from '../../lib/pages.ts';
import { addStage } from '../../lib/stage.ts';
import { appOf } from './app.ts';
import { testStage } from './configuration.ts';

export { appOf } from './app.ts';

/** One stage of every kind, as `testConfiguration` has them. */
export const stages = ['dev', 'preview-a-branch', 'pr-1', 'staging', 'production'] as const;

/** A resource of a template; who asks for one says which of its properties they look at. */
export interface TemplateResource<Properties = unknown> {
  readonly stage: string;
  readonly stack: string;
  readonly id: string;
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A stack as it would be deployed. */
export interface SynthesizedStack {
  readonly stage: string;
  readonly name: string;
  readonly region: string;
  /** The template's bytes. */
  readonly template: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly isProtected: boolean;
  readonly deployRole: string;
  readonly executionRole: string;
}

/** Every stack of a stage, synthesized just now, with cdk-nag's checks. */
function synthesizedStacks(configuration: StageConfiguration): readonly SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'groundswell-templates-'));
  try {
    bundleFunctions();
    bundlePages();
    const app = appOf(outdir);
    addStage(app, configuration);
    return app.synth().stacks.map((stack) => ({
      stage: configuration.stage,
      name: stack.stackName,
      region: stack.environment.region,
      template: readFileSync(stack.templateFullPath, 'utf8'),
      tags: stack.tags,
      isProtected: stack.terminationProtection ?? false,
      deployRole: stack.assumeRoleArn ?? '',
      executionRole: stack.cloudFormationExecutionRoleArn ?? '',
    }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The bytes of every template of a stage, by stack. */
export function synthesizedTemplates(configuration: StageConfiguration): ReadonlyMap<string, string> {
  return new Map(synthesizedStacks(configuration).map(({ name, template }) => [name, template]));
}

/** Every stack of all kinds of stages. */
export const stacks = stages.flatMap((stage) => synthesizedStacks(testStage(stage)));

/** Every resource of all stacks of all kinds of stages. */
export const resources: readonly TemplateResource[] = stacks.flatMap(({ stage, name, template }) =>
  Object.entries<TemplateResource>(JSON.parse(template).Resources).map(([id, resource]) => ({
    ...resource,
    stage,
    stack: name,
    id,
  })),
);

const stacksWith = (type: string): readonly string[] => [
  ...new Set(resources.filter(({ Type }) => Type === type).map(({ stack }) => stack)),
];

/** The names of the stacks with an API: one for each region of each stage. */
export const regionStacks = stacksWith('AWS::ApiGatewayV2::Api');

/** The names of the stacks with a bus: again one for each region of each stage. */
export const workerStacks = stacksWith('AWS::Events::EventBus');

/** The region of a stack, told apart from the same region of another stage. */
export function placeOf(stack: string): string {
  const found = stacks.find(({ name }) => name === stack);
  return `${found?.stage} ${found?.region}`;
}

/** Whether a stack stands in the first region of its stage. */
export function isAtHome(stack: string): boolean {
  const found = stacks.find(({ name }) => name === stack);
  return found !== undefined && found.region === testStage(found.stage).regions[0];
}

/** Whether a resource belongs to what the CDK adds by itself to serve its custom resources. */
export function isProvider({ id }: TemplateResource): boolean {
  return /^(AWS[0-9a-f]{32}|CustomS3AutoDeleteObjects|CustomCDKBucketDeployment)/.test(id);
}

/** All resources of a type; fails where there is none, as a rule over nothing proves nothing. */
export function resourcesOfType<Properties>(type: string): readonly TemplateResource<Properties>[] {
  const found = resources.filter((resource): resource is TemplateResource<Properties> => resource.Type === type);
  if (found.length === 0) throw new Error(`No template has a resource of the type ${type}`);
  return found;
}

interface Reference {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::GetStackOutput'?: { readonly StackName: string; readonly OutputName: string };
}

/** The resource that a `Ref` or `Fn::GetAtt` points to, in another stack by its output. */
export function target<Properties>(
  from: TemplateResource,
  reference: unknown,
): TemplateResource<Properties> | undefined {
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::GetStackOutput': output } = (reference ?? {}) as Reference;
  if (output) return target({ ...from, stack: output.StackName }, outputOf(output.StackName, output.OutputName));
  const id = Ref ?? attribute?.[0];
  return resources.find(
    (resource): resource is TemplateResource<Properties> => resource.stack === from.stack && resource.id === id,
  );
}

function outputOf(stack: string, name: string): unknown {
  const { template = '{}' } = stacks.find((one) => one.name === stack) ?? {};
  return JSON.parse(template).Outputs?.[name]?.Value;
}

/** Where a resource stands, for the message of a failed test. */
export function nameOf({ stack, id }: TemplateResource): string {
  return `${stack}: ${id}`;
}
