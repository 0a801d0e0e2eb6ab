import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import configuration from '../../groundswell.config.ts';
import { configurationOf } from '../../lib/configuration/stage.ts';
import { runCommand, UsageError } from '../command.ts';
import { deployStage } from '../deploy/deploy-stage.ts';
import { removeStage, sweep } from './remove.ts';
import { CloudFormationStacks } from './stacks.ts';
import { previewStageOf } from './stage-name.ts';

const help = `A preview: a stage of a branch's own, which is removed without a trace.

  npm run preview -- name       prints the stage of the branch that is checked out
  npm run preview -- deploy     deploys it
  npm run preview -- destroy    deletes all its stacks and what they hold
  npm run preview -- sweep      destroys every preview that is over: unchanged for as many days as its tag says

  --branch NAME   another branch than the one that is checked out
  --stage NAME    a stage by its name, say pr-12, in place of a branch's

Region and credentials come from the environment, as for every AWS tool.

Exit status: 0 done, 1 it failed, 2 wrong usage.`;

/** Where stacks of a preview may stand: its own regions, and what has to be in us-east-1. */
const regions = [...configuration.stages.preview.regions, 'us-east-1'];
const tell = (text: string) => console.error(text);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      branch: { type: 'string' },
      stage: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [command, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`There is too much behind "${command}"; --help tells more.`);
  const stage = () => previewNamed(values.stage ?? previewStageOf(values.branch ?? currentBranch()));
  switch (command) {
    case 'name':
      console.log(stage());
      return 0;
    case 'deploy':
      await deployStage(stage());
      return 0;
    case 'destroy': {
      const count = await removeStage(new CloudFormationStacks(regions), stage(), tell);
      console.log(count === 0 ? 'There was nothing to delete.' : `Deleted ${count} stacks.`);
      return 0;
    }
    case 'sweep':
      return (await sweep(new CloudFormationStacks(regions), Date.now(), tell)).length === 0 ? 0 : 1;
    default:
      throw new UsageError('Say name, deploy, destroy or sweep; --help tells more.');
  }
}

/** @throws UsageError for a stage that is no preview: this command deletes */
function previewNamed(stage: string): string {
  if (configurationOf(stage, configuration).kind === 'preview') return stage;
  throw new UsageError(`${stage} is no preview.`);
}

function currentBranch(): string {
  const branch = execFileSync('git', ['branch', '--show-current'], { encoding: 'utf8' }).trim();
  if (branch !== '') return branch;
  throw new UsageError('No branch is checked out; name one with --branch.');
}

await runCommand('preview', main);
