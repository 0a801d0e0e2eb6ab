import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { layerFolder } from '../../lib/layers.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
}
const lockOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Lock;
const layerLock = lockOf('layers/sharp/package-lock.json');
const packages = join(layerFolder('sharp'), 'nodejs', 'node_modules');

test('the layer has the sharp that the tests and the laptop run', () => {
  const versionIn = (lock: Lock) => lock.packages['node_modules/sharp']?.version;
  assert.equal(versionIn(layerLock), versionIn(lockOf('package-lock.json')));
  const { version } = JSON.parse(readFileSync(join(packages, 'sharp', 'package.json'), 'utf8')) as { version: string };
  assert.equal(version, versionIn(layerLock));
});

test('the layer has binaries for Lambda’s arm64 and for nothing else, whatever machine it was made on', () => {
  const binaries = readdirSync(join(packages, '@img')).filter((name) => name.startsWith('sharp-'));
  assert.deepEqual(binaries.sort(), ['sharp-libvips-linux-arm64', 'sharp-linux-arm64']);
  const lib = join(packages, '@img', 'sharp-linux-arm64', 'lib');
  const [binary = ''] = readdirSync(lib).filter((name) => name.endsWith('.node'));
  // The machine in the header of an ELF file: 183 is AArch64.
  assert.equal(readFileSync(join(lib, binary)).readUInt16LE(18), 183);
});

test('each package of the layer is known by its hash, and none by an address', () => {
  for (const [name, { integrity }] of Object.entries(layerLock.packages)) {
    if (name !== '') assert.match(integrity ?? '', /^sha512-/, name);
  }
  assert.doesNotMatch(readFileSync('layers/sharp/package-lock.json', 'utf8'), /"resolved"/);
});

test('the layer leaves room within the 250 MB that a function may have, and holds nothing of this machine', () => {
  const files = readdirSync(packages, { recursive: true, encoding: 'utf8' });
  const bytes = files.reduce((sum, file) => sum + statSync(join(packages, file)).size, 0);
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  assert.ok(bytes < 50 * 1024 * 1024, `${bytes}`);
  assert.ok(!files.includes('.package-lock.json'));
});
