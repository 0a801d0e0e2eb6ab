import { join } from 'node:path';
import { Cdk, type CdkRun, environmentsOf } from './cdk.ts';
import { changedRate } from './changed-configuration.ts';
import { CallRefused, type EmulatedResource, type Emulator } from './emulator.ts';
import { holdings, leftovers } from './leftovers.ts';
import { countTypes, outcomeOf, type StageReport } from './report.ts';
import { StepFailed, Steps } from './steps.ts';

const wordsShown = 15;

/** Bootstraps, deploys, updates and destroys a stage; what fails is in the report's last step. */
export async function rehearse(emulator: Emulator, stage: string, folder: string): Promise<StageReport> {
  const steps = new Steps(stage);
  let types: StageReport['types'] = [];
  let retained: readonly string[] = [];
  const cdk = new Cdk(emulator.endpoint, folder);
  const assembly = join(folder, `${stage}.assembly`);
  const changed = join(folder, `${stage}.changed.assembly`);
  const onAll = (command: string, app: string, ...more: string[]) => cdk.run(command, '--all', '--app', app, ...more);
  const deploy = async (app: string) => succeed(await onAll('deploy', app, '--require-approval', 'never'));
  try {
    await steps.run('synthesize', async () => {
      succeed(await cdk.synthesize(stage, 'tools/rehearse/configuration.ts', assembly));
      succeed(await cdk.synthesize(stage, 'tools/rehearse/changed-configuration.ts', changed));
    });
    const environments = environmentsOf(assembly);
    const regions = environments.map((environment) => environment.split('/').at(-1) ?? environment);
    await steps.run(`bootstrap ${regions.join(' and ')}`, async () =>
      succeed(await cdk.run('bootstrap', '--app', assembly, ...environments)),
    );
    const before = await holdings(emulator, regions);
    await steps.run('deploy', () => deploy(assembly));
    const resources = await steps.run('ask each service for its resources', async () => {
      const found = await resourcesOf(emulator, stage);
      types = countTypes(found);
      const missing = found.filter((resource) => outcomeOf(resource) === 'missing');
      expect(missing.length === 0, `Not there: ${missing.map(({ type, logicalId }) => `${type} ${logicalId}`)}`);
      return found;
    });
    const diff = (app: string) => onAll('diff', app, '--fail', '--method', 'template');
    await steps.run('diff is clean', async () => succeed(await diff(assembly)));
    await steps.run('diff shows a changed throttle', async () => {
      expect((await diff(changed)).exitCode === 1, 'The diff shows no difference.');
    });
    await steps.run('deploy the changed throttle', () => deploy(changed));
    await steps.run('the throttle has arrived, and the diff is clean again', async () => {
      await expectThrottle(emulator, resources);
      succeed(await diff(changed));
    });
    const destroy = () => onAll('destroy', changed, '--force');
    if (stage === 'production') await liftProtection(steps, emulator, resources, destroy);
    await steps.run('destroy', async () => succeed(await destroy()));
    await steps.run('nothing is left but what is retained', async () => {
      const left = leftovers(before, await holdings(emulator, regions), resources);
      retained = left.retained;
      expect(left.orphans.length === 0, `Left behind:\n${left.orphans.join('\n')}`);
      expect(stage === 'production' || retained.length === 0, `A preview retains:\n${retained.join('\n')}`);
    });
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
  return { stage, steps: steps.done, types, retained };
}

/** Production must refuse to go, its stacks and its tables, until somebody lifts the protection in so many words. */
async function liftProtection(
  steps: Steps,
  emulator: Emulator,
  resources: readonly EmulatedResource[],
  destroy: () => Promise<CdkRun>,
): Promise<void> {
  await steps.run('destroy is refused by termination protection', async () => {
    const { exitCode, words } = await destroy();
    expect(exitCode !== 0 && words.includes('TerminationProtection'), 'The stacks could be destroyed.');
    expect((await resourcesOf(emulator, 'production')).length === resources.length, 'Some of them are gone.');
  });
  await steps.run('deleting a table is refused by deletion protection', async () => {
    const tables = resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable');
    expect(tables.length > 0, 'There is no table.');
    for (const { region, physicalId } of tables) {
      await expectRefusal(emulator.call('dynamodb', region, 'DeleteTable', { TableName: physicalId }));
    }
  });
  await steps.run('lift termination protection', async () => {
    for (const stack of new Set(resources.map(({ region, stack }) => `${region} ${stack}`))) {
      const [region = '', StackName = ''] = stack.split(' ');
      const parameters = { StackName, EnableTerminationProtection: false };
      await emulator.call('cloudformation', region, 'UpdateTerminationProtection', parameters);
    }
  });
}

async function resourcesOf(emulator: Emulator, stage: string): Promise<readonly EmulatedResource[]> {
  return (await emulator.resources()).filter(({ stack }) => stack.startsWith(`groundswell-${stage}-`));
}

async function expectThrottle(emulator: Emulator, resources: readonly EmulatedResource[]): Promise<void> {
  const apis = resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Api');
  expect(apis.length > 0, 'There is no API.');
  for (const { region, physicalId } of apis) {
    const stage = await emulator.call('apigatewayv2', region, 'GetStage', { ApiId: physicalId, StageName: '$default' });
    expect(
      JSON.stringify(stage).includes(`"ThrottlingRateLimit":${changedRate}`),
      `The API of ${region} has still another throttle.`,
    );
  }
}

async function expectRefusal(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CallRefused) return;
    throw error;
  }
  throw new StepFailed('It was not refused.');
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new StepFailed(otherwise);
}

function succeed({ exitCode, words }: CdkRun): void {
  expect(
    exitCode === 0,
    `The CDK CLI ended with ${exitCode}:\n${words.trim().split('\n').slice(-wordsShown).join('\n')}`,
  );
}
