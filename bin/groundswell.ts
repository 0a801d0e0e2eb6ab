import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundles.ts';
import { configurationOf, UnknownStage } from '../lib/configuration/stage.ts';
import { addStage } from '../lib/stage.ts';

const app = new App();
try {
  const stage = String(app.node.tryGetContext('stage') ?? 'dev');
  const configuration = configurationOf(stage, Number(app.node.tryGetContext('regions') ?? 1));
  bundleFunctions();
  addStage(app, configuration);
} catch (error) {
  if (!(error instanceof UnknownStage)) throw error;
  console.error(error.message);
  process.exit(1);
}
app.synth();
