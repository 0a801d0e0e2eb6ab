import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type ArchiveManifest, archivePrefix } from '../contracts/archive.ts';
import type { ArchivedResponse, ArchiveFiles } from '../domain/archive/ports.ts';

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

  /** Removes all files of the poll's archives, those of tries that failed among them. */
  async removeAll(): Promise<void> {
    const given = { Bucket: this.#bucket, Prefix: `${archivePrefix}${this.#pollId}/` };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, given)) {
      for (const { Key } of Contents) {
        await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key }));
      }
    }
  }

  #part(run: string, number: number) {
    return this.#at(run, `${String(number).padStart(6, '0')}.jsonl.gz`);
  }

  #at(run: string, name: string) {
    return { Bucket: this.#bucket, Key: `${archivePrefix}${this.#pollId}/${run}/${name}` };
  }
}

/** JSON Lines, compressed; the compressed pieces of a part stand one behind the other. */
export function encodePart(responses: readonly ArchivedResponse[]): { text: string; compressed: Uint8Array } {
  const text = responses.map((response) => `${JSON.stringify(response)}\n`).join('');
  return { text, compressed: gzipSync(text) };
}
