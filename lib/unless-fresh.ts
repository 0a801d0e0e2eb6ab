import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './replace-file.ts';

/** What a build read and left; paths from the root. */
export interface Built {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A file's length and time of change, by its path. */
type Seen = Readonly<Record<string, string>>;

/**
 * Runs a build unless everything that it read and left is as it was after its last run: a laptop's every start
 * synthesizes, and bundling is most of that.
 * @param stampFile remembers what was built; from the root, as all paths
 */
export function unlessFresh(root: string, stampFile: string, build: () => Built): void {
  const file = join(root, stampFile);
  const before = readStamp(file);
  if (before && Object.entries(before).every(([path, seen]) => seenAt(root, path) === seen)) return;
  const { inputs, outputs } = build();
  const stamp = Object.fromEntries([...new Set([...inputs, ...outputs])].map((path) => [path, seenAt(root, path)]));
  replaceFile(file, Buffer.from(JSON.stringify(stamp)));
}

function seenAt(root: string, path: string): string {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  return found ? `${found.size} ${found.mtimeMs}` : 'absent';
}

/** @returns undefined where there is none that can be read */
function readStamp(file: string): Seen | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Seen;
  } catch {
    return undefined;
  }
}
