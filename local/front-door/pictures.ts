import type { IncomingMessage, ServerResponse } from 'node:http';
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mediaPath } from '../../contracts/media.ts';
import { localCredentials } from '../servers/local-server.ts';

/** Where the stage keeps its pictures. */
export interface MediaOrigin {
  /** Of S3. */
  readonly endpoint: string;
  readonly bucket: string;
}

/** `/media/<hash>/<file>`; what has no second part is the API's. */
const picture = new RegExp(`^${mediaPath}([^/]+/.+)$`);

/** Whether a request is for a picture, which CloudFront takes from the Media bucket. */
export function isPicture({ method, url = '' }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && picture.test(url.split('?')[0] ?? '');
}

/** Answers with a picture as CloudFront would, with what the bucket says of it. */
export async function servePicture(
  { endpoint, bucket }: MediaOrigin,
  { url = '', method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const client = new S3Client({ endpoint, ...localCredentials });
  try {
    const Key = decodeURI(url.split('?')[0] ?? '').slice(1);
    const { Body, ContentType, CacheControl, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    response.writeHead(200, {
      'content-type': ContentType,
      'cache-control': CacheControl,
      etag: ETag,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
    response.end(method === 'HEAD' ? undefined : await Body?.transformToByteArray());
  } catch (error) {
    response.writeHead(isOfClient(error) ? 404 : 502).end();
  } finally {
    client.destroy();
  }
}

/** What isn't there, and a path that no file can have: not UTF-8, or longer than S3's keys are. */
function isOfClient(error: unknown): boolean {
  return (
    error instanceof URIError || (error instanceof S3ServiceException && (error.$metadata.httpStatusCode ?? 500) < 500)
  );
}
