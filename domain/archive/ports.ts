import type { ArchiveManifest } from '../../contracts/archive.ts';
import type { ExportedResponse } from '../exports/exported-response.ts';
import type { ExportPorts } from '../exports/run-export.ts';
import type { Poll } from '../polls/poll.ts';
import type { PollStore } from '../polls/poll-store.ts';
import type { ArchiveStore } from './archive-job.ts';

/** A response as it stands in an archive: all that the table had of it. */
export interface ArchivedResponse extends ExportedResponse {
  readonly voterKey: string;
  /** When the voter's earlier responses were erased, milliseconds since 1970. */
  readonly erasedAt?: number;
  /** The exclusion that leaves it out of results. */
  readonly excludedBy?: string;
}

/** The files of an archive: parts by their number, from 1 on, and the manifest. */
export interface ArchiveFiles {
  putPart(run: string, number: number, pieces: readonly Uint8Array[]): Promise<string>;
  /** The part's text, not compressed. */
  readPart(run: string, number: number): Promise<string>;
  putManifest(run: string, manifest: ArchiveManifest): Promise<void>;
  /** Removes so many parts of a run, and its manifest. */
  remove(run: string, parts: number): Promise<void>;
}

/** What an archive does to the table. */
export interface ArchivedTable {
  readonly page: ExportPorts<ArchivedResponse>['page'];
  /** Lets a response expire, if it is still the one that was archived. */
  expire(response: ArchivedResponse, expiresAt: number): Promise<void>;
  /** Has it stand there again, unless another one of the voter does. Its tally doesn't change. */
  restore(response: ArchivedResponse): Promise<void>;
}

export interface ArchivePorts {
  readonly store: ArchiveStore;
  readonly polls: Pick<PollStore, 'get' | 'replace'>;
  readonly files: ArchiveFiles;
  readonly table: ArchivedTable;
  readonly tally: {
    read(pollId: string): Promise<{ counters: ReadonlyMap<string, number>; expired: boolean }>;
    /** Nothing that it counts is missing any more. */
    forgetExpiry(pollId: string): Promise<void>;
  };
  readonly encode: ExportPorts<ArchivedResponse>['encode'];
  /** Keeps what can be told from the responses only: the instant runoffs. */
  keepOutcomes(poll: Poll): Promise<void>;
  /** Whether all insights are of the poll as it is; asks for those that aren't. */
  hasInsights(poll: Poll): Promise<boolean>;
  readonly isTimeOver: () => boolean;
  readonly now: () => number;
}
