import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import configuration from '../../groundswell.config.ts';
import { configurationOf } from '../../lib/configuration/stage.ts';
import { withAccess } from '../smoke/access.ts';
import { smoke } from '../smoke/smoke-test.ts';
import { type Outputs, rollOut } from './roll-out.ts';
import { wavesOf } from './waves.ts';

export interface DeployOptions {
  /** Whether each region is tried with a poll before the next one is deployed. @default false */
  readonly isTried?: boolean;
  /** A file for the outputs of all stacks. @default none */
  readonly outputs?: string;
}

const folder = resolve('.groundswell', 'deploy');
const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

/** Synthesizes a stage and deploys it, its data first and then region by region. */
export async function deployStage(stage: string, { isTried = false, outputs }: DeployOptions = {}): Promise<void> {
  const { regions, originKey: generation } = configurationOf(stage, configuration);
  const assembly = join(folder, 'assembly');
  const written = join(folder, 'outputs.json');
  mkdirSync(folder, { recursive: true });
  await runCdk(['synth', '--quiet', '--context', `stage=${stage}`, '--output', assembly]);
  const names = new CloudAssembly(assembly).stacks.map(({ stackName }) => stackName);
  const all = await rollOut(wavesOf(stage, names, regions), isTried, {
    async deploy(stacks) {
      rmSync(written, { force: true });
      await runCdk([
        ...['deploy', '--app', assembly, '--require-approval', 'never', '--outputs-file', written],
        ...stacks,
      ]);
      return JSON.parse(readFileSync(written, 'utf8')) as Outputs;
    },
    tryOut: (region, url) =>
      withAccess({ stage, region, generation }, (access) =>
        smoke({ url, ...access, tell: (text) => console.log(text) }),
      ),
  });
  if (outputs !== undefined) writeFileSync(outputs, `${JSON.stringify(all, undefined, 2)}\n`);
}

function runCdk(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cdk, ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`cdk ${args[0]} ended with ${code}.`));
    });
  });
}
