import { type MediaView, type PictureType, type RefusalCode, refusals } from '../../contracts/media.ts';
import { type StoredPicture, toPicture } from './picture.ts';

/** What became of an upload: nothing yet, a picture, or a refusal. It is decided once and stays so. */
export type Outcome =
  | { readonly state: 'ready'; readonly picture: StoredPicture }
  | { readonly state: 'refused'; readonly reason: RefusalCode };

/** An upload as it is stored. */
export interface Upload {
  readonly id: string;
  readonly workspaceId: string;
  readonly createdAt: string;
  readonly name?: string;
  /** What it was announced to be. */
  readonly contentType: PictureType;
  readonly bytes: number;
  readonly outcome?: Outcome;
  /** Where in a trace it was announced: S3 tells nothing of it. */
  readonly traceparent?: string;
}

/** Names an upload wherever it is known. */
export type UploadName = Pick<Upload, 'workspaceId' | 'id'>;

/** Where uploads are known, by workspace. */
export interface UploadStore {
  get(name: UploadName): Promise<Upload | undefined>;
  /** Those of a workspace that are known, in any order. @param ids at most `limits.mediaPerPoll` */
  getAll(workspaceId: string, ids: readonly string[]): Promise<Upload[]>;
  create(upload: Upload): Promise<void>;
  /** Does nothing where the outcome is known already, or the upload isn't. */
  decide(name: UploadName, outcome: Outcome): Promise<void>;
}

/** The upload as its workspace sees it. */
export function toMediaView({ id, createdAt, name, outcome }: Upload): MediaView {
  const shown = { id, createdAt, ...(name === undefined ? {} : { name }) };
  switch (outcome?.state) {
    case 'ready':
      return { ...shown, state: 'ready', picture: toPicture(outcome.picture) };
    case 'refused':
      return { ...shown, state: 'refused', reason: outcome.reason, detail: refusals[outcome.reason] };
    default:
      return { ...shown, state: 'pending' };
  }
}
