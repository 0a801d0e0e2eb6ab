import { type App, PermissionsBoundary, type Stack, type StackProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import {
  dataStackName,
  delivery,
  keyStackName,
  observabilityStackName,
  projectName,
  regionStackName,
  stackTags,
  workersStackName,
} from '../contracts/names.ts';
import { edgeRegionOf } from './configuration/edge.ts';
import { isWatched, type StageConfiguration } from './configuration/stage.ts';
import { PreviewSynthesizer } from './constructs/preview-synthesizer.ts';
import { ownProviderLogs } from './provider-logs.ts';
import { decideRemoval } from './removal.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { KeyStack } from './stacks/key-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { RecoveryCopyStack, RecoveryStack } from './stacks/recovery-stack.ts';
import { RegionStack } from './stacks/region-stack.ts';
import { WorkersStack } from './stacks/workers-stack.ts';

/** Adds every stack of a stage to the app, and checks them all against cdk-nag's AwsSolutions and Serverless rules. */
export function addStage(app: App, configuration: StageConfiguration): void {
  const { stage, regions, backup, ownKeys } = configuration;
  const place = (region: string) => placeOf(configuration, region);
  const keys = ownKeys
    ? regions.map((region) => new KeyStack(app, keyStackName(stage, region), { stage, ...place(region) }))
    : [];
  const data = new DataStack(app, dataStackName(stage), configuration, place(regions[0]));
  for (const key of keys) data.addStackDependency(key, 'It encrypts the tables and their replicas.');
  const [home, ...others] = regions;
  const addRegion = (region: string) => {
    const workers = new WorkersStack(app, workersStackName(stage, region), configuration, data, place(region));
    const api = new RegionStack(app, regionStackName(stage, region), configuration, { data, workers }, place(region));
    return { workers, api };
  };
  const running = [addRegion(home), ...others.map(addRegion)] as const;
  const edge = new EdgeStack(
    app,
    `groundswell-${stage}-edge`,
    configuration,
    { data, regions: [running[0].api, ...running.slice(1).map(({ api }) => api)] },
    place(edgeRegionOf(configuration)),
  );
  const elsewhere: Stack[] = [data, edge];
  if (backup) {
    const shared = { configuration, backup };
    const copies = new RecoveryCopyStack(app, `groundswell-${stage}-recovery-copy`, {
      ...shared,
      ...place(backup.copyRegion),
    });
    const recovery = new RecoveryStack(app, `groundswell-${stage}-recovery`, { ...shared, ...place(home) });
    recovery.addStackDependency(copies, 'Backups are copied into its vault.');
    recovery.addStackDependency(running[0].workers, 'It has the tallies that are backed up.');
    elsewhere.push(copies, recovery);
  }
  if (isWatched(configuration)) {
    for (const [rank, { api, workers }] of running.entries()) {
      const id = observabilityStackName(stage, api.region);
      // What stands once in a stage is named at home.
      const parts = { api, workers, others: rank === 0 ? elsewhere : [] };
      new ObservabilityStack(app, id, configuration, parts, place(api.region));
    }
  }
  ownProviderLogs(app, configuration);
  decideRemoval(app, configuration);
  for (const [tag, value] of Object.entries(tagsOf(configuration))) Tags.of(app).add(tag, value);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

/** Where a stack of the stage stands, and what holds for the stack as a whole. */
function placeOf(configuration: StageConfiguration, region: string): StackProps {
  const { retain, isBounded, expiresAfterDays } = configuration;
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  return {
    env: { region, ...(account === undefined ? {} : { account }) },
    terminationProtection: retain,
    tags: {
      ...tagsOf(configuration),
      ...(expiresAfterDays === undefined ? {} : { [stackTags.expiresAfterDays]: String(expiresAfterDays) }),
    },
    ...(isBounded
      ? { synthesizer: new PreviewSynthesizer(), permissionsBoundary: PermissionsBoundary.fromName(delivery.boundary) }
      : {}),
  };
}

function tagsOf({ stage, owner }: StageConfiguration): Record<string, string> {
  return { [stackTags.project]: projectName, [stackTags.stage]: stage, owner };
}
