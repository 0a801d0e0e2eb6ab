import { createHash } from 'node:crypto';
import type { ExportedResponse, Position } from './exported-response.ts';

/** A part of the file that is stored, and can be told again. */
export interface StoredPart {
  readonly responses: number;
  /** Compressed. */
  readonly bytes: number;
  /** SHA-256 in hex of what is in it, not compressed. */
  readonly hash: string;
  /** What the storage calls it. */
  readonly tag: string;
}

/** How far an export is: everything that it needs to go on after it was cut off. */
export interface Checkpoint {
  /** Where the next part begins; absent: all responses are in the parts. */
  readonly next?: Position;
  readonly parts: readonly StoredPart[];
}

export const firstCheckpoint: Checkpoint = { next: { partition: 0 }, parts: [] };

/** What an export works with; `Response` is what a page holds of a response. */
export interface ExportPorts<Response = ExportedResponse> {
  /** A page of a partition's responses in the order of their voter keys; `after` is absent on the last. */
  page(position: Position): Promise<{ responses: readonly Response[]; after?: string }>;
  /** The file's text for some responses, compressed so that pieces can stand one behind the other. */
  encode(responses: readonly Response[], isFirst: boolean): { text: string; compressed: Uint8Array };
  /** Stores a part, over one that was stored under its number before. @returns what the storage calls it */
  putPart(number: number, pieces: readonly Uint8Array[]): Promise<string>;
  /** Keeps how far it is, before anything further is done. @throws Error when somebody else went on in the meantime */
  save(checkpoint: Checkpoint): Promise<void>;
  /** Whether there is no time for a further part. */
  isTimeOver(): boolean;
}

/**
 * Writes a poll's responses part by part, in constant memory: no more than one part and one page are held. Cut off at
 * any line, it goes on from its last checkpoint; the part after that is made once more under the same number, so no
 * row is missing and none is there twice. Responses that come meanwhile may be in the file or not.
 * @returns the last checkpoint: without `next` when the file is complete
 */
export async function runExport<Response = ExportedResponse>(
  ports: ExportPorts<Response>,
  { from, partitions, partBytes }: { from: Checkpoint; partitions: number; partBytes: number },
): Promise<Checkpoint> {
  let checkpoint = from;
  while (checkpoint.next && !ports.isTimeOver()) {
    checkpoint = await writePart(ports, checkpoint, checkpoint.next, { partitions, partBytes });
    await ports.save(checkpoint);
  }
  return checkpoint;
}

async function writePart<Response>(
  ports: ExportPorts<Response>,
  { parts }: Checkpoint,
  start: Position,
  { partitions, partBytes }: { partitions: number; partBytes: number },
): Promise<Checkpoint> {
  const hash = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let [responses, bytes] = [0, 0];
  let position: Position | undefined = start;
  while (position && bytes < partBytes) {
    const page = await ports.page(position);
    // The first piece may be a header alone.
    if (page.responses.length > 0 || (parts.length === 0 && pieces.length === 0)) {
      const { text, compressed } = ports.encode(page.responses, parts.length === 0 && pieces.length === 0);
      hash.update(text);
      pieces.push(compressed);
      bytes += compressed.byteLength;
      responses += page.responses.length;
    }
    position = following(position, page.after, partitions);
  }
  // Behind the last response there may have been nothing but empty partitions.
  if (pieces.length === 0) return { parts };
  const tag = await ports.putPart(parts.length + 1, pieces);
  const part = { responses, bytes, hash: hash.digest('hex'), tag };
  return { parts: [...parts, part], ...(position ? { next: position } : {}) };
}

function following({ partition }: Position, after: string | undefined, partitions: number): Position | undefined {
  if (after !== undefined) return { partition, after };
  return partition + 1 < partitions ? { partition: partition + 1 } : undefined;
}

/** One hash for all parts, whatever was cut off between them. */
export function hashOfParts(parts: readonly StoredPart[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part.hash);
  return hash.digest('hex');
}
