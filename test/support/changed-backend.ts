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

/**
 * Synthesizes the app with a change of its code, and starts the laptop on the outcome with no other edit.
 * @param enforceIam whether the policies hold: what was changed may well do what none allows
 */
export async function startChanged(
  t: TestContext,
  change: (construct: IConstruct) => void,
  { enforceIam = false } = {},
): Promise<Backend> {
  const outdir = mkdtempSync(join(tmpdir(), 'groundswell-assembly-'));
  t.after(() => rmSync(outdir, { recursive: true, force: true }));
  bundleFunctions();
  bundlePages();
  const app = appOf(outdir);
  addStage(app, testStage('dev'));
  for (const construct of app.node.findAll()) change(construct);
  app.synth();
  const backend = await startBackend({ assemblyFolder: outdir, enforceIam });
  t.after(backend.stop);
  return backend;
}
