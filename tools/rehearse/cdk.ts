import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { rehearsalEnvironment } from './environment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preload = new URL('localhost.ts', import.meta.url).href;
const cli = join(createRequire(import.meta.url).resolve('aws-cdk/package.json'), '..', 'bin', 'cdk');

const manifestSchema = z.object({
  artifacts: z.record(z.string(), z.object({ type: z.string(), environment: z.string().optional() })),
});

/** How a run of the CLI ended, and all that it said. */
export interface CdkRun {
  readonly exitCode: number;
  readonly words: string;
}

/** The real CDK CLI against the emulator; each run's words are also kept in the folder. */
export class Cdk {
  readonly #endpoint: string;
  readonly #folder: string;

  constructor(endpoint: string, folder: string) {
    this.#endpoint = endpoint;
    this.#folder = folder;
  }

  /** Synthesizes a stage with a configuration of the project's into a folder. */
  synthesize(stage: string, configuration: string, assembly: string): Promise<CdkRun> {
    const app = `"${process.execPath}" bin/groundswell.ts`;
    const context = ['-c', `stage=${stage}`, '-c', `configuration=${configuration}`];
    return this.run('synth', '--quiet', '--app', app, '--output', assembly, ...context);
  }

  async run(...args: readonly string[]): Promise<CdkRun> {
    const file = createWriteStream(join(this.#folder, 'cdk.log'), { flags: 'a' });
    file.write(`\n$ cdk ${args.join(' ')}\n`);
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: root,
      env: rehearsalEnvironment(process.env, this.#endpoint, preload, 'eu-central-1'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        words += text;
        file.write(text);
      });
    }
    const [exitCode] = await once(child, 'close');
    file.end();
    await finished(file);
    return { exitCode: typeof exitCode === 'number' ? exitCode : 1, words };
  }
}

/** Where the stacks of a cloud assembly go: `aws://ACCOUNT/REGION`, each once. */
export function environmentsOf(assembly: string): readonly string[] {
  const { artifacts } = manifestSchema.parse(JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')));
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
  return [...new Set(stacks.flatMap(({ environment }) => environment ?? []))];
}
