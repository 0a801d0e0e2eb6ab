import { gunzipSync } from 'node:zlib';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ArchiveManifest, archivePrefix } from '../contracts/archive.ts';
import type { ArchiveFiles } from '../domain/archive/ports.ts';

/** An archive's files in the region's bucket: each part an object of its own, and the manifest. */
export class S3ArchiveFiles implements ArchiveFiles {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #pollId: string;

  constructor(client: S3Client, bucket: string, pollId: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#pollId = pollId;
  }

  async putPart(run: string, number: number, pieces: readonly Uint8Array[]): Promise<string> {
    const { ETag } = await this.#client.send(
      new PutObjectCommand({
        ...this.#part(run, number),
        Body: Buffer.concat(pieces),
        ContentType: 'application/gzip',
      }),
    );
    return ETag ?? '';
  }

  async readPart(run: string, number: number): Promise<string> {
    const { Body } = await this.#client.send(new GetObjectCommand(this.#part(run, number)));
    return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
  }

  async putManifest(run: string, manifest: ArchiveManifest): Promise<void> {
    const Body = JSON.stringify(manifest);
    await this.#client.send(
      new PutObjectCommand({ ...this.#at(run, 'manifest.json'), Body, ContentType: 'application/json' }),
    );
  }

  async remove(run: string, parts: number): Promise<void> {
    for (let number = 1; number <= parts; number += 1) {
      await this.#client.send(new DeleteObjectCommand(this.#part(run, number)));
    }
    await this.#client.send(new DeleteObjectCommand(this.#at(run, 'manifest.json')));
  }

  #part(run: string, number: number) {
    return this.#at(run, `${String(number).padStart(6, '0')}.jsonl.gz`);
  }

  #at(run: string, name: string) {
    return { Bucket: this.#bucket, Key: `${archivePrefix}${this.#pollId}/${run}/${name}` };
  }
}
