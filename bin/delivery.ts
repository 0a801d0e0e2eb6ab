import { App } from 'aws-cdk-lib';
import configuration from '../groundswell.config.ts';
import { WrongConfiguration } from '../lib/configuration/schema.ts';
import { addDelivery } from '../lib/delivery.ts';

const app = new App();
try {
  addDelivery(app, configuration, app.node.tryGetContext('for'));
} catch (error) {
  if (!(error instanceof WrongConfiguration)) throw error;
  console.error(error.message);
  process.exit(1);
}
app.synth();
