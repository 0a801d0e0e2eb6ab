import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';

/** The app with the settings of `cdk.json`, writing to a folder. */
export function appOf(outdir: string): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  return new App({ outdir, context });
}
