import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { outputs as outputNames } from '../../contracts/names.ts';
import configuration from '../../groundswell.config.ts';
import { runCommand, UsageError } from '../command.ts';
import type { Outputs } from '../deploy/roll-out.ts';
import { renderComment } from './comment.ts';

const help = `Writes the comment that a pull request gets of its preview.

  node tools/preview/render.ts --stage NAME --to FILE [--outputs FILE] [--diff FILE] [--cost FILE]

  --stage NAME    the stage
  --to FILE       where the comment goes, as Markdown
  --outputs FILE  what npm run deploy wrote
  --diff FILE     what cdk diff said
  --cost FILE     what npm run cost -- rates said

A file that isn't there is left out. Branch and commit come from BRANCH and COMMIT in the environment, as a branch's name is not to
be trusted in a command line.

Exit status: 0 done, 1 it failed, 2 wrong usage.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      to: { type: 'string' },
      outputs: { type: 'string' },
      diff: { type: 'string' },
      cost: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  const { stage, to } = values;
  if (!stage || !to) throw new UsageError('Name the --stage, and the file --to which the comment goes.');
  const outputs = JSON.parse(textOf(values.outputs) ?? '{}') as Outputs;
  const found = {
    url: Object.values(outputs).flatMap(({ [outputNames.url]: url }) => url ?? [])[0],
    diff: textOf(values.diff),
    cost: textOf(values.cost),
  };
  const { BRANCH: branch = '', COMMIT: commit = '' } = process.env;
  const { expiresAfterDays } = configuration.stages.preview;
  const known = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  writeFileSync(to, `${renderComment({ stage, branch, commit, expiresAfterDays, ...known })}\n`);
}

function textOf(path: string | undefined): string | undefined {
  return path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

await runCommand('render', main);
