import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { exportPrefix } from '../contracts/exports.ts';
import type { ExportJob } from '../domain/exports/export-job.ts';
import type { PartedFile } from '../domain/exports/work.ts';

/** For how long a download's address is good, in seconds. */
const downloadSeconds = 900;

/** An export's file in the region's bucket: an upload of many parts. */
export class S3ExportFile implements PartedFile {
  readonly #client: S3Client;
  readonly #target: { readonly Bucket: string; readonly Key: string };

  constructor(client: S3Client, bucket: string, job: Pick<ExportJob, 'pollId' | 'id' | 'format'>) {
    this.#client = client;
    this.#target = { Bucket: bucket, Key: `${exportPrefix}${job.pollId}/${job.id}.${job.format}.gz` };
  }

  async begin(): Promise<string> {
    const { UploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({
        ...this.#target,
        ContentType: 'application/gzip',
        ContentDisposition: `attachment; filename="${this.#target.Key.split('/').at(-1)}"`,
      }),
    );
    if (UploadId === undefined) throw new Error('S3 began no upload');
    return UploadId;
  }

  async putPart(UploadId: string, PartNumber: number, pieces: readonly Uint8Array[]): Promise<string> {
    const Body = Buffer.concat(pieces);
    const { ETag } = await this.#client.send(new UploadPartCommand({ ...this.#target, UploadId, PartNumber, Body }));
    if (ETag === undefined) throw new Error('S3 gave a part no tag');
    return ETag;
  }

  async complete(UploadId: string, tags: readonly string[]): Promise<void> {
    const Parts = tags.map((ETag, index) => ({ PartNumber: index + 1, ETag }));
    try {
      await this.#client.send(
        new CompleteMultipartUploadCommand({ ...this.#target, UploadId, MultipartUpload: { Parts } }),
      );
    } catch (error) {
      // The call before took effect, and its answer was lost: the upload is gone, and the file is there.
      if (!(error instanceof Error && error.name === 'NoSuchUpload')) throw error;
      await this.#client.send(new HeadObjectCommand(this.#target));
    }
  }

  /** Removes the file, or what there is of it: an upload that is given up can't be completed any more. */
  async remove(UploadId: string | undefined): Promise<void> {
    if (UploadId !== undefined) {
      try {
        await this.#client.send(new AbortMultipartUploadCommand({ ...this.#target, UploadId }));
      } catch (error) {
        // It was completed, or given up before.
        if (!(error instanceof Error && error.name === 'NoSuchUpload')) throw error;
      }
    }
    await this.#client.send(new DeleteObjectCommand(this.#target));
  }

  /** An address that downloads the file without any key. */
  downloadUrl(): Promise<string> {
    return getSignedUrl(this.#client, new GetObjectCommand(this.#target), { expiresIn: downloadSeconds });
  }
}
