import type { Poll } from '../polls/poll.ts';
import { type ExportJob, type ExportStore, manifestOf } from './export-job.ts';
import { type ExportPorts, runExport } from './run-export.ts';

/** A file that is written part by part, and stands only when it is complete. */
export interface PartedFile {
  /** @returns the storage's name for what is begun */
  begin(): Promise<string>;
  putPart(uploadId: string, number: number, pieces: readonly Uint8Array[]): Promise<string>;
  /** Does nothing where the file stands already. @throws Error where parts are missing */
  complete(uploadId: string, tags: readonly string[]): Promise<void>;
}

export interface WorkPorts {
  readonly store: ExportStore;
  readonly file: PartedFile;
  readonly page: ExportPorts['page'];
  readonly encode: ExportPorts['encode'];
  readonly isTimeOver: ExportPorts['isTimeOver'];
  readonly now: () => number;
}

/** S3's least size of a part that isn't the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const partBytes = 5 * 1024 * 1024;

/** Somebody else works on the export: it is looked at again later. */
export class Busy extends Error {}

/**
 * Works on an export until it is ready or time is over. It can be called again at any time, and by two at once: one of
 * them goes on, the other throws.
 * @param leaseMs for how long nobody else may work on it: longer than the function can live
 * @throws Busy
 */
export async function workOn(ports: WorkPorts, poll: Poll, job: ExportJob, leaseMs: number): Promise<ExportJob> {
  if (job.state === 'ready') return job;
  const now = ports.now();
  if (job.busyUntil > now) throw new Busy('Another function works on the export.');
  let current = job;
  const change = async (changes: Partial<ExportJob>) => {
    const stored = await ports.store.update({ ...current, ...changes });
    if (!stored) throw new Busy('Another function has taken the export over.');
    current = stored;
  };
  await change({ state: 'running', busyUntil: now + leaseMs });
  if (current.uploadId === undefined) await change({ uploadId: await ports.file.begin() });
  const uploadId = current.uploadId ?? '';
  const { next, parts } = await runExport(
    {
      page: ports.page,
      encode: ports.encode,
      isTimeOver: ports.isTimeOver,
      putPart: (number, pieces) => ports.file.putPart(uploadId, number, pieces),
      save: (checkpoint) => change({ checkpoint }),
    },
    { from: current.checkpoint, partitions: poll.shards, partBytes },
  );
  if (next) {
    await change({ busyUntil: 0 });
    return current;
  }
  await ports.file.complete(
    uploadId,
    parts.map(({ tag }) => tag),
  );
  await change({ state: 'ready', busyUntil: 0, manifest: manifestOf(current, ports.now()) });
  return current;
}
