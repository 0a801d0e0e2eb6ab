import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { keyPrefixes, type UploadTicket, uploadSeconds } from '../contracts/media.ts';
import type { Upload, UploadName } from '../domain/media/upload.ts';

/** Uploaded files, until they are looked at. */
export class S3Uploads {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** An address for one file: of the announced type and no larger than announced, for `uploadSeconds`. */
  async address(upload: Upload): Promise<UploadTicket['upload']> {
    return createPresignedPost(this.#client, {
      Bucket: this.#bucket,
      Key: keyOf(upload),
      Fields: { 'Content-Type': upload.contentType },
      Conditions: [['content-length-range', 1, upload.bytes]],
      Expires: uploadSeconds,
    });
  }

  /** @returns undefined when it isn't there any more; `too-large` for one beyond `most` bytes, without reading it */
  async read(name: UploadName, most: number): Promise<Uint8Array | 'too-large' | undefined> {
    try {
      const { Body, ContentLength = 0 } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: keyOf(name) }),
      );
      if (ContentLength <= most) return await Body?.transformToByteArray();
      if (Body && 'destroy' in Body) Body.destroy();
      return 'too-large';
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}

function keyOf({ workspaceId, id }: UploadName): string {
  return `${keyPrefixes.uploads}${encodeURIComponent(workspaceId)}/${id}`;
}

/**
 * The upload that an object's key names.
 * @param key as an event has it: encoded like a form's field
 * @returns undefined for a key that isn't an upload's
 */
export function uploadOfKey(key: string): UploadName | undefined {
  const [prefix, workspace, id, ...more] = decodeURIComponent(key.replaceAll('+', ' ')).split('/');
  if (`${prefix}/` !== keyPrefixes.uploads || !workspace || !id || more.length > 0) return undefined;
  return { workspaceId: decodeURIComponent(workspace), id };
}
