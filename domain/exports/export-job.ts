import { createHash } from 'node:crypto';
import {
  type ExportManifest,
  type ExportRequest,
  type ExportView,
  exportDays,
  exportSchemaVersion,
} from '../../contracts/exports.ts';
import type { Poll } from '../polls/poll.ts';
import { type Checkpoint, firstCheckpoint, hashOfParts } from './run-export.ts';

/** An export as it is stored. */
export interface ExportJob extends ExportRequest {
  readonly id: string;
  readonly pollId: string;
  readonly state: ExportView['state'];
  readonly requestedAt: string;
  /** Responses that the tally had when it was asked for. */
  readonly of: number;
  readonly checkpoint: Checkpoint;
  /** The storage's name for the file that is being written. */
  readonly uploadId?: string;
  readonly manifest?: ExportManifest;
  /** Until when a function works on it alone, milliseconds since 1970; 0: nobody does. */
  readonly busyUntil: number;
  /** Counts its changes: a change is made to the version that was read, or not at all. */
  readonly version: number;
}

/** Where exports live. */
export interface ExportStore {
  get(pollId: string, id: string): Promise<ExportJob | undefined>;
  /** Newest first, up to a hundred. */
  list(pollId: string): Promise<ExportJob[]>;
  /** @returns whether it is new: false leaves the one that is there */
  create(job: ExportJob): Promise<boolean>;
  /** @returns the stored job; undefined when somebody else has changed it in the meantime */
  update(job: ExportJob): Promise<ExportJob | undefined>;
  /** Whoever still works on it can't update it any more. */
  remove(job: Pick<ExportJob, 'pollId' | 'id'>): Promise<void>;
}

/** What a poll's responses are known by without reading them: the tally's counters and marks move with each change. */
export interface ResponsesVersion {
  readonly responses: number;
  readonly fingerprint: string;
}

/**
 * The same request for the same responses has the same id, so that an identical export is not written twice. A day
 * after the last response the tally forgets marks, and the id changes once without need.
 */
export function exportId(
  poll: Pick<Poll, 'id' | 'version'>,
  request: ExportRequest,
  version: ResponsesVersion,
): string {
  const told = JSON.stringify([poll.id, poll.version, request.format, request.wording, version.fingerprint]);
  return createHash('sha256').update(told).digest('base64url').slice(0, 22);
}

export function newJob(poll: Poll, request: ExportRequest, version: ResponsesVersion, now: number): ExportJob {
  return {
    ...request,
    id: exportId(poll, request, version),
    pollId: poll.id,
    state: 'pending',
    requestedAt: new Date(now).toISOString(),
    of: version.responses,
    checkpoint: firstCheckpoint,
    busyUntil: 0,
    version: 1,
  };
}

/** The manifest of a job whose file is complete. */
export function manifestOf(job: ExportJob, now: number): ExportManifest {
  const { parts } = job.checkpoint;
  const sum = (of: 'responses' | 'bytes') => parts.reduce((total, part) => total + part[of], 0);
  return {
    schemaVersion: exportSchemaVersion,
    pollId: job.pollId,
    format: job.format,
    wording: job.wording,
    responses: sum('responses'),
    bytes: sum('bytes'),
    hash: hashOfParts(parts),
    parts: parts.map(({ responses, bytes, hash }) => ({ responses, bytes, hash })),
    finishedAt: new Date(now).toISOString(),
  };
}

export function toExportView(job: ExportJob, downloadUrl?: string): ExportView {
  const { id, pollId, format, wording, state, requestedAt, of, checkpoint, manifest } = job;
  const responses = checkpoint.parts.reduce((total, part) => total + part.responses, 0);
  return {
    id,
    pollId,
    format,
    wording,
    state,
    requestedAt,
    progress: { responses, of: Math.max(of, responses) },
    ...(manifest ? { manifest, expiresAt: new Date(endOf(manifest)).toISOString() } : {}),
    ...(downloadUrl === undefined ? {} : { downloadUrl }),
  };
}

/** When a file is deleted, in milliseconds since 1970: the storage counts whole days from the next midnight on. */
function endOf({ finishedAt }: ExportManifest): number {
  return Date.parse(finishedAt) + exportDays * 24 * 3_600_000;
}
