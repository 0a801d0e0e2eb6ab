import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../command.ts';
import { deployStage } from './deploy-stage.ts';

const help = `Deploys a stage: its data, then region by region, then what stands in front of them.

  npm run deploy -- --stage NAME [--smoke] [--outputs FILE]

  --stage NAME     the stage
  --smoke          try each region with a poll before the next one is deployed
  --outputs FILE   write the outputs of all stacks there, as JSON

Region and credentials come from the environment, as for every AWS tool.

Exit status: 0 done; 1 it failed, and regions behind the failure were not touched; 2 wrong usage.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      smoke: { type: 'boolean', default: false },
      outputs: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  if (!values.stage) throw new UsageError('Name the --stage.');
  const { outputs } = values;
  await deployStage(values.stage, { isTried: values.smoke, ...(outputs === undefined ? {} : { outputs }) });
}

await runCommand('deploy', main);
