import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { IConstruct } from 'constructs';
import { bundleFunctions } from '../../lib/bundles.ts';
import { bundlePages } from '../../lib/pages.ts';
import { addStage } from '../../lib/stage.ts';
import { type Backend, startBackend } from './backend.ts';
import { testStage } from './configuration.ts';
import { appOf } from './templates.ts';

/** Synthesizes the app with a change of its code, and starts the laptop on the outcome with no other edit. */
export async function startChanged(t: TestContext, change: (construct: IConstruct) => void): Promise<Backend> {
  const outdir = mkdtempSync(join(tmpdir(), 'groundswell-assembly-'));
  t.after(() => rmSync(outdir, { recursive: true, force: true }));
  bundleFunctions();
  bundlePages();
  const app = appOf(outdir);
  addStage(app, testStage('dev'));
  for (const construct of app.node.findAll()) change(construct);
  app.synth();
  // What was changed may well do what no policy allows.
  const backend = await startBackend({ assemblyFolder: outdir, enforceIam: false });
  t.after(backend.stop);
  return backend;
}
