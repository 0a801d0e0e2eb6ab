import { fileURLToPath } from 'node:url';
import type { PictureType } from '../../../contracts/media.ts';
import { type PictureFile, type Processed, processUpload } from '../../../domain/media/process-upload.ts';
import type { Outcome, Upload, UploadName } from '../../../domain/media/upload.ts';
import { renderInProcess } from '../../../functions/media/picture-process.ts';

const program = fileURLToPath(new URL('../../../functions/media/render-picture.ts', import.meta.url));

/** Uploads and their files in memory, with the renderer that Lambda runs. */
export class FakeMedia {
  readonly name: UploadName = { workspaceId: 'acme', id: '01JHKZ5Y2N8Q4V6X7W9B3C5D1E' };
  readonly kept = new Map<string, PictureFile>();
  upload: Upload | undefined;
  file: Uint8Array | undefined;
  /** How often files were rendered. */
  renderings = 0;
  /** Throws what a store throws, as often as it is not empty. */
  readonly failures: Error[] = [];

  announce(contentType: PictureType, file: Uint8Array | undefined, bytes = file?.length ?? 1): this {
    this.upload = { ...this.name, createdAt: new Date(0).toISOString(), contentType, bytes };
    this.file = file;
    return this;
  }

  get outcome(): Outcome | undefined {
    return this.upload?.outcome;
  }

  process(): Promise<Processed> {
    return processUpload(this.name, {
      uploads: {
        get: async () => this.upload,
        decide: async (_, outcome) => {
          if (this.upload && !this.upload.outcome) this.upload = { ...this.upload, outcome };
        },
      },
      read: async (_, most) => (this.file && this.file.length > most ? 'too-large' : this.file),
      render: (bytes) => {
        this.renderings += 1;
        return renderInProcess(bytes, { program });
      },
      keep: async (key, file) => {
        const failure = this.failures.shift();
        if (failure) throw failure;
        if (!this.kept.has(key)) this.kept.set(key, file);
      },
    });
  }
}
