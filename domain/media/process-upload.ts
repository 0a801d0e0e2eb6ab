import { createHash } from 'node:crypto';
import { type PictureFormat, pictureKey, type RefusalCode } from '../../contracts/media.ts';
import { checkBytes } from './check-bytes.ts';
import type { Size, StoredPicture } from './picture.ts';
import type { Outcome, UploadName, UploadStore } from './upload.ts';

/** Raise it when pictures are made in another way: they get new names then, and what is kept stays as it is. */
const recipe = 'picture-1';

/** A file of a picture, in one size and format. */
export interface PictureFile {
  readonly width: number;
  readonly format: PictureFormat;
  readonly bytes: Uint8Array;
}

export type Rendering =
  | { readonly picture: Size; readonly files: readonly PictureFile[] }
  | { readonly refused: RefusalCode };

/** What the processing of uploads asks of the world. */
export interface Processing {
  readonly uploads: Pick<UploadStore, 'get' | 'decide'>;
  /**
   * Reads an uploaded file.
   * @returns undefined when it isn't there any more; `too-large` for one beyond `most` bytes, without reading it
   */
  readonly read: (name: UploadName, most: number) => Promise<Uint8Array | 'too-large' | undefined>;
  /**
   * Makes a picture's files. Whatever the bytes are, it answers in time.
   * @throws only where the maker itself can't work
   */
  readonly render: (bytes: Uint8Array) => Promise<Rendering>;
  /** Keeps a file; does nothing where there is one of that key. */
  readonly keep: (key: string, file: PictureFile) => Promise<void>;
}

export type Processed = Outcome['state'] | 'known' | 'unknown';

/**
 * Decides what becomes of an uploaded file. However often it is told of it, and wherever it was cut off before, the
 * outcome is the same.
 * @returns `known` where it was decided before, `unknown` for a file that nobody asked for
 * @throws what a store throws: then it is to be done again
 */
export async function processUpload(name: UploadName, world: Processing): Promise<Processed> {
  const upload = await world.uploads.get(name);
  if (!upload) return 'unknown';
  if (upload.outcome) return 'known';
  const bytes = await world.read(name, upload.bytes);
  const outcome = await outcomeOf(bytes, upload, world);
  await world.uploads.decide(name, outcome);
  return outcome.state;
}

async function outcomeOf(
  bytes: Uint8Array | 'too-large' | undefined,
  announced: Parameters<typeof checkBytes>[1],
  { render, keep }: Processing,
): Promise<Outcome> {
  const refused = (reason: RefusalCode): Outcome => ({ state: 'refused', reason });
  if (bytes === undefined) return refused('upload-gone');
  if (bytes === 'too-large') return refused('too-large');
  const reason = checkBytes(bytes, announced);
  if (reason !== undefined) return refused(reason);
  const rendering = await render(bytes);
  if ('refused' in rendering) return refused(rendering.refused);
  const hash = hashOf(bytes);
  for (const file of rendering.files) await keep(pictureKey(hash, file.width, file.format), file);
  const picture: StoredPicture = { hash, ...rendering.picture };
  return { state: 'ready', picture };
}

/** The name of a picture's files: the same for the same upload, made in the same way. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(recipe).update(bytes).digest('hex').slice(0, 32);
}
