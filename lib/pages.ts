import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { assetsPath, pages, scripts } from '../contracts/pages.ts';
import { removeFormer } from './remove-former.ts';
import { replaceFile } from './replace-file.ts';
import { unlessFresh } from './unless-fresh.ts';

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
 * Bundles pages and scripts: the same bytes for the same sources. Does nothing when nothing has changed.
 * @throws Error with esbuild's own account of what is wrong
 */
export function bundlePages(): void {
  unlessFresh(root, 'dist/pages.stamp.json', () => {
    const alone = buildSync({
      ...settings,
      format: 'esm',
      metafile: true,
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
    const made = Object.entries(pages).map(([name, page]) => {
      replaceFile(join(pagesFolder, `${name}.html`), Buffer.from(htmlOf(page, shared.metafile)));
      return `dist/pages/${name}.html`;
    });
    removeFormer(
      join(pagesFolder, assetsPath),
      shared.outputFiles.map(({ path }) => path),
    );
    const of = (which: 'inputs' | 'outputs') => [alone, shared].flatMap(({ metafile }) => Object.keys(metafile[which]));
    const templates = Object.values(pages).map(({ html }) => html);
    // This file has the settings, and the contract the list.
    const own = ['lib/pages.ts', 'contracts/pages.ts', 'package-lock.json'];
    return { inputs: [...of('inputs'), ...templates, ...own], outputs: [...of('outputs'), ...made] };
  });
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
