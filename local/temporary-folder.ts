import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that goes when it is removed, and at the latest with the program. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** @param purpose part of its name */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `groundswell-${purpose}-`));
  // Tried again, as whoever was writing there may be gone only just now.
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  return {
    path,
    remove() {
      remove();
      process.off('exit', remove);
    },
  };
}
