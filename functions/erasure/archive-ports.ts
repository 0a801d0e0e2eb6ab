import type { ErasePorts } from '../../domain/archive/erase.ts';
import type { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { encodePart, type S3ArchiveFiles } from '../../stores/s3-archive-files.ts';

/** What an erasure from an archive works with. */
export function archivePorts(store: DynamoArchiveStore, files: S3ArchiveFiles): ErasePorts {
  return { store, files, encode: encodePart, now: Date.now };
}
