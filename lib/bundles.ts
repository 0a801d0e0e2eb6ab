import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { type FunctionContract, type FunctionName, functions } from '../contracts/functions.ts';
import { tracingFile } from '../contracts/tracing.ts';
import { replaceFile } from './replace-file.ts';
import { unlessFresh } from './unless-fresh.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'dist', 'functions');
const tracing = 'functions/tracing/start-tracing.ts';

/** CommonJS packages inside an ESM bundle still call `require` for Node's own modules. */
const requireForCommonJs =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** How every function is bundled, and whatever is to be compared with one. */
export const bundleSettings = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  // All the places in which a developer's machine may keep credentials are a quarter of a bundle: see ADR 11.
  alias: { '@aws-sdk/credential-provider-node': join(root, 'stores', 'environment-credentials.ts') },
  banner: { js: requireForCommonJs },
  logLevel: 'error',
} satisfies BuildOptions;

/**
 * Bundles every function with one call of esbuild, which is several times faster than one call each, needs no
 * Docker, and gives the same bytes for the same sources. Does nothing when nothing has changed.
 * @throws Error with esbuild's own account of what is wrong
 */
export function bundleFunctions(): void {
  unlessFresh(root, 'dist/functions.stamp.json', () => {
    const { outputFiles, metafile } = buildSync({
      ...bundleSettings,
      entryPoints: Object.entries<FunctionContract>(functions).flatMap(([name, { entry, program }]) => [
        { in: entry, out: join(name, 'index') },
        // Beside each bundle, and loaded where traces are on: OpenTelemetry would be a sixth of a hot function.
        { in: tracing, out: join(name, parse(tracingFile).name) },
        ...(program === undefined ? [] : [{ in: program, out: join(name, 'program') }]),
      ]),
      outdir: output,
      write: false,
      metafile: true,
    });
    for (const { path, contents } of outputFiles) replaceFile(path, contents);
    // This file has the settings, and the contract the list.
    const own = ['lib/bundles.ts', 'contracts/functions.ts', 'contracts/tracing.ts', 'package-lock.json'];
    return { inputs: [...Object.keys(metafile.inputs), ...own], outputs: Object.keys(metafile.outputs) };
  });
}

/** The folder that holds a function's bundle as `index.mjs`. */
export function bundleOf(name: FunctionName): string {
  return join(output, name);
}
