import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { edgeRegionOf } from './configuration/edge.ts';
import type { StageConfiguration } from './configuration/stage.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { RecoveryCopyStack, RecoveryStack } from './stacks/recovery-stack.ts';
import { RegionStack } from './stacks/region-stack.ts';

/** Adds every stack of a stage to the app, and checks them all against cdk-nag's AwsSolutions rules. */
export function addStage(app: App, configuration: StageConfiguration): void {
  const { stage, regions, owner, retain, backup } = configuration;
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  const place = (region: string) => ({
    env: { region, ...(account === undefined ? {} : { account }) },
    terminationProtection: retain,
  });
  const data = new DataStack(app, `groundswell-${stage}-data`, configuration, place(regions[0]));
  const [home, ...others] = regions;
  const addRegion = (region: string) =>
    new RegionStack(app, `groundswell-${stage}-${region}`, configuration, data, place(region));
  const running = [addRegion(home), ...others.map(addRegion)] as const;
  new EdgeStack(
    app,
    `groundswell-${stage}-edge`,
    configuration,
    { data, regions: running },
    place(edgeRegionOf(configuration)),
  );
  if (backup) {
    const shared = { configuration, backup };
    const copies = new RecoveryCopyStack(app, `groundswell-${stage}-recovery-copy`, {
      ...shared,
      ...place(backup.copyRegion),
    });
    const recovery = new RecoveryStack(app, `groundswell-${stage}-recovery`, { ...shared, ...place(home) });
    recovery.addStackDependency(copies, 'Backups are copied into its vault.');
    recovery.addStackDependency(running[0], 'It has the tallies that are backed up.');
  }
  for (const [tag, value] of Object.entries({ project: 'groundswell', stage, owner })) Tags.of(app).add(tag, value);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
