import * as z from 'zod/mini';

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Body of `POST /polls/{pollId}/exports`. */
export const exportRequestSchema = z.strictObject({
  format: z.enum(exportFormats),
  /** What stands in a CSV's header and cells: the poll's texts, or its ids. JSON Lines have ids only. */
  wording: z._default(z.enum(['texts', 'ids']), 'texts'),
});
export type ExportRequest = z.output<typeof exportRequestSchema>;

/** Below it stand the files in their bucket. */
export const exportPrefix = 'exports/';

/** For how long a file is kept, in days; it can be made anew at any time. */
export const exportDays = 7;

/** Raise it when a reader of an older file would misread a newer one. */
export const exportSchemaVersion = 1;

/** What an export holds, beside it: counts, and a hash that proves it. */
export interface ExportManifest {
  readonly schemaVersion: typeof exportSchemaVersion;
  readonly pollId: string;
  readonly format: ExportFormat;
  readonly wording: ExportRequest['wording'];
  /** Rows, a CSV's header not among them. */
  readonly responses: number;
  /** Of the compressed file. */
  readonly bytes: number;
  /**
   * SHA-256 of the parts' own SHA-256 (of what is in them, not compressed) one behind the other, in hex: a file of
   * any size is proven part by part, and an export that was cut off goes on where it was.
   */
  readonly hash: string;
  readonly parts: readonly { readonly responses: number; readonly bytes: number; readonly hash: string }[];
  readonly finishedAt: string;
}

/** An export as the API shows it; `GET /polls/{pollId}/exports` answers `{ exports: ExportView[] }`, newest first. */
export interface ExportView extends ExportRequest {
  readonly id: string;
  readonly pollId: string;
  readonly state: 'pending' | 'running' | 'ready' | 'failed';
  readonly requestedAt: string;
  /** Rows that are written, of about how many. */
  readonly progress: { readonly responses: number; readonly of: number };
  readonly manifest?: ExportManifest;
  /** Where the file is for a quarter of an hour, when it is asked for by its id and ready: gzip. */
  readonly downloadUrl?: string;
  /** When the file is deleted. */
  readonly expiresAt?: string;
}

/** The body of a message in the exports queue. */
export const exportMessageSchema = z.object({ v: z.literal(1), pollId: z.string(), exportId: z.string() });
export type ExportMessage = z.output<typeof exportMessageSchema>;

/**
 * Of whoever writes an export. Each page's garbage would have V8 make ever more room for young objects, up to some
 * 150 MB that it doesn't need: megabytes of each of the three parts of that room.
 */
export const exportNodeOptions = ['--max-semi-space-size=8'] as const;
