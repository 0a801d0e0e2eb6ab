import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** Each makes markup or code of a text; everything that the pages show goes through Preact, which makes text of it. */
const makers =
  /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|dangerouslySetInnerHTML|\beval\(|new Function\(|createContextualFragment|DOMParser|setHTMLUnsafe/;

test('no page, widget or frame makes markup of a text', () => {
  const files = readdirSync('web', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  assert.ok(files.length > 50);
  assert.deepEqual(
    files.filter((name) => makers.test(readFileSync(join('web', name), 'utf8'))),
    [],
  );
});
