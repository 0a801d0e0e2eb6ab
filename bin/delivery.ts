import { App } from 'aws-cdk-lib';
import { loadConfiguration } from '../lib/configuration/load.ts';
import { WrongConfiguration } from '../lib/configuration/schema.ts';
import { addDelivery } from '../lib/delivery.ts';

const app = new App();
try {
  addDelivery(app, await loadConfiguration(app.node.tryGetContext('configuration')), app.node.tryGetContext('for'));
} catch (error) {
  if (!(error instanceof WrongConfiguration)) throw error;
  console.error(error.message);
  process.exit(1);
}
app.synth();
