import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { pictureCacheControl } from '../contracts/media.ts';
import type { PictureFile } from '../domain/media/process-upload.ts';

/** Pictures as they are shown, each file written once. */
export class S3Pictures {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async keep(key: string, { bytes, format }: PictureFile): Promise<void> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          Body: bytes,
          ContentType: `image/${format}`,
          CacheControl: pictureCacheControl,
          IfNoneMatch: '*',
        }),
      );
    } catch (error) {
      // It is there already, which is as good.
      if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 412) throw error;
    }
  }
}
