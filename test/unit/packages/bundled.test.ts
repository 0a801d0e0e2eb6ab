import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bundledPackages } from '../../../tools/packages/bundled.ts';
import { packagesPage } from '../../../tools/packages/page.ts';
import { lockedPackages } from './lock-file.ts';

test('each function is deployed with the packages that docs/security/packages.md lists, and no others', () => {
  const bundled = bundledPackages();
  assert.ok(bundled.size > 40);
  assert.equal(packagesPage(bundled), readFileSync('docs/security/packages.md', 'utf8'));
});

test('what is only for development lands in no function', () => {
  const locked = lockedPackages('package-lock.json');
  const names = new Set([...bundledPackages().values()].flat());
  for (const name of names) {
    const copies = locked.filter(({ path }) => path.endsWith(`node_modules/${name}`));
    assert.ok(copies.length > 0 && copies.some(({ isForDevelopment }) => !isForDevelopment), name);
  }
});
