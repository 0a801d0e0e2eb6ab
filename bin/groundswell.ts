import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundles.ts';
import { loadConfiguration } from '../lib/configuration/load.ts';
import { WrongConfiguration } from '../lib/configuration/schema.ts';
import { configurationOf } from '../lib/configuration/stage.ts';
import { writeOpenApi } from '../lib/openapi/openapi.ts';
import { bundlePages } from '../lib/pages.ts';
import { addStage } from '../lib/stage.ts';

const app = new App();
try {
  const stage = String(app.node.tryGetContext('stage') ?? 'dev');
  const regions: unknown = app.node.tryGetContext('regions');
  const configuration = await loadConfiguration(app.node.tryGetContext('configuration'));
  const chosen = configurationOf(stage, configuration, regions === undefined ? undefined : Number(regions));
  bundleFunctions();
  bundlePages();
  writeOpenApi();
  addStage(app, chosen);
} catch (error) {
  if (!(error instanceof WrongConfiguration)) throw error;
  console.error(error.message);
  process.exit(1);
}
app.synth();
