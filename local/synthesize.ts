import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ExplainedError } from './explained-error.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Synthesizes the CDK app of a stage into a folder, as `cdk synth` does.
 * @throws ExplainedError with the app's own last words
 */
export async function synthesize(stage: string, regions: number, folder: string): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const app = spawn(process.execPath, [join(root, 'bin', 'groundswell.ts')], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage, regions }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [words, [exitCode]] = await Promise.all([text(app.stderr), once(app, 'exit')]);
  if (exitCode !== 0) throw new ExplainedError(`The CDK app can't be synthesized: ${explanation(words)}`);
}

/** What a person needs of an uncaught error: its message without the frames. */
function explanation(words: string): string {
  const lines = words
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v|^file:\/\/|^\s*\^/.test(line));
  return lines.slice(0, 12).join('\n').trim() || 'it gave no reason';
}
