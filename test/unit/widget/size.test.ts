import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundlePages, pagesFolder } from '../../../lib/pages.ts';

before(bundlePages);

/** What an embedding page may have to load, in bytes of gzip. */
const most = { 'widget.js': 15 * 1024, 'client.js': 4 * 1024 };

for (const [file, bytes] of Object.entries(most)) {
  test(`${file} has at most ${bytes} bytes, gzipped`, () => {
    const size = gzipSync(readFileSync(join(pagesFolder, file)), { level: 9 }).length;
    assert.ok(size <= bytes, `${file} has ${size} bytes`);
  });
}
