import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assetsPath } from '../../../contracts/pages.ts';
import { bundlePages, pagesFolder } from '../../../lib/pages.ts';

/** What a browser loads before it shows the studio, in bytes of gzip. */
const most = 45 * 1024;

test(`the studio's first load has at most ${most} bytes, gzipped`, () => {
  bundlePages();
  const loaded = new Set(['index.html']);
  let size = 0;
  // A set goes on to what is added to it meanwhile.
  for (const file of loaded) {
    const text = readFileSync(join(pagesFolder, file), 'utf8');
    size += gzipSync(text, { level: 9 }).length;
    const own = file.endsWith('.html')
      ? text.matchAll(new RegExp(`"${assetsPath}([^"]+)"`, 'g'))
      : text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g);
    for (const [, name] of own) loaded.add(join('assets', name ?? ''));
  }
  assert.ok(loaded.size > 3, `it loads more than ${[...loaded].join(', ')}`);
  assert.ok(size <= most, `${[...loaded].join(', ')} have ${size} bytes`);
});
