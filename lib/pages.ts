import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { assetsPath, pages, scripts } from '../contracts/pages.ts';
import { replaceFile } from './replace-file.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The folder that holds what CloudFront shows: pages, scripts, and the pages' assets. */
export const pagesFolder = join(root, 'dist', 'pages');

/** Browsers of the last three years. */
const settings = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  platform: 'browser',
  target: ['chrome114', 'firefox115', 'safari16.4'],
  legalComments: 'none',
  // Escaped, a text in Arabic or Japanese is twice as long.
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: pagesFolder,
  logLevel: 'error',
} satisfies BuildOptions;

/** Where a page's template wants its style sheet and its script. */
const placeholder = '<!-- assets -->';

/**
 * Bundles pages and scripts: the same bytes for the same sources.
 * @throws Error with esbuild's own account of what is wrong
 */
export function bundlePages(): void {
  const alone = buildSync({
    ...settings,
    format: 'esm',
    entryPoints: Object.entries(scripts).map(([name, entry]) => ({ in: entry, out: name })),
  });
  const shared = buildSync({
    ...settings,
    format: 'esm',
    splitting: true,
    metafile: true,
    entryPoints: Object.entries(pages).map(([name, { script }]) => ({ in: script, out: name })),
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
  });
  for (const { path, contents } of [...alone.outputFiles, ...shared.outputFiles]) replaceFile(path, contents);
  for (const [name, page] of Object.entries(pages)) {
    replaceFile(join(pagesFolder, `${name}.html`), Buffer.from(htmlOf(page, shared.metafile)));
  }
}

/** @throws Error where the template has no place for its assets */
function htmlOf({ html, script }: { html: string; script: string }, { outputs }: Metafile): string {
  const template = readFileSync(join(root, html), 'utf8');
  const made = Object.entries(outputs).find(([, output]) => output.entryPoint === script);
  if (!made || !template.includes(placeholder)) throw new Error(`${html} has no "${placeholder}" for its script.`);
  const [path, { cssBundle }] = made;
  const address = (file: string) => `${assetsPath}${basename(file)}`;
  const tags = [
    ...(cssBundle === undefined ? [] : [`<link rel="stylesheet" href="${address(cssBundle)}">`]),
    `<script type="module" src="${address(path)}"></script>`,
  ];
  return template.replace(placeholder, tags.join('\n    '));
}
