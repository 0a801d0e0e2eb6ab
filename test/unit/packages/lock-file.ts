import { readFileSync } from 'node:fs';

/** A package as a lock file has it. */
export interface LockedPackage {
  /** From the folder of the lock file. */
  readonly path: string;
  /** An SPDX expression, if its author gave one. */
  readonly license: string | undefined;
  /** Undefined for what comes inside another package, which has a hash of its own. */
  readonly integrity: string | undefined;
  readonly isWithinAnother: boolean;
  readonly isForDevelopment: boolean;
}

interface Entry {
  readonly license?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly dev?: boolean;
}

/** All packages that a lock file names. */
export function lockedPackages(file: string): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Readonly<Record<string, Entry>> };
  return Object.entries(packages).flatMap(([path, { license, integrity, inBundle, dev }]) =>
    path === ''
      ? []
      : [{ path, license, integrity, isWithinAnother: inBundle === true, isForDevelopment: dev === true }],
  );
}
