import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bars, hotFunctions } from '../../../tools/bench/bars.ts';
import { bareBundle, clientsOf, copyBundles } from '../../../tools/bench/bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundswell-'));
test.after(() => rmSync(folder, { recursive: true }));

test('what every vote runs stays small, and holds none of the places where a developer keeps credentials', () => {
  const bundle = copyBundles(folder);
  for (const name of hotFunctions) {
    const { file, bytes } = bundle(name);
    assert.ok(bytes <= bars.bundle.atMost * 1_000, `${name} has ${bytes} bytes`);
    const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: string[] };
    const providers = sources.flatMap((source) => source.match(/credential-provider-(?!imds)\w+/)?.[0] ?? []);
    assert.deepEqual([...new Set(providers)], ['credential-provider-env'], name);
  }
});

test('a bare handler has the clients of a function, and makes nothing but its calls', async () => {
  assert.deepEqual(clientsOf('submitResponse'), ['GetItem', 'SendMessage', 'GetSecretValue']);
  assert.deepEqual(clientsOf('tallyResponses'), ['GetItem', 'SendMessage']);
  const { file, bytes } = bareBundle(folder, ['SendMessage']);
  assert.ok(bytes > 0);
  const bare = (await import(file)) as Record<string, unknown>;
  assert.deepEqual(Object.keys(bare), ['handler']);
});
