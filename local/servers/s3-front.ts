import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import pLimit from 'p-limit';
import type { S3Gate } from '../iam/s3-gate.ts';
import { listen } from './listen.ts';
import { type LocalServer, localRegion } from './local-server.ts';
import {
  type CorsRule,
  corsHeaders,
  denied,
  type PostedForm,
  type Refusal,
  refusePost,
  refusePresigned,
} from './s3-rules.ts';

/** What a template says of a bucket. */
export interface BucketRules {
  readonly cors: readonly CorsRule[];
  /** Told of every object that is written. */
  readonly onCreated: (event: unknown) => Promise<unknown>;
}

/**
 * Stands before the embedded S3 and does what that leaves out and ours relies on: `If-None-Match: *`, the policies of
 * posted forms, the end of presigned addresses, CORS, notifications of new objects, and policies where there is a gate.
 * What it doesn't know of goes through: signatures are checked by nobody here. Paths are `/bucket/key`.
 */
export interface S3Front extends LocalServer {
  addBucket(name: string, rules: BucketRules): void;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** @param gate lets requests through that policies allow @default all are let through */
export async function startS3Front(embedded: string, gate?: S3Gate): Promise<S3Front> {
  const buckets = new Map<string, BucketRules>();
  // One write at a time, so that nobody writes between the look whether there is an object and the write.
  const writing = pLimit(1);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', embedded);
    const { bucket, key } = placeOf(url);
    const method = request.method ?? 'GET';
    const body = await buffer(request);
    const forward = () => call(url, method, headersOf(request), body);
    const ended = refusePresigned(url.searchParams, Date.now());
    if (ended) return refused(ended);
    const form = method === 'POST' && key === '' ? await formOf(request, body) : undefined;
    const asked = { method, url, headers: request.headers, body: body.toString('utf8'), formKey: form?.fields.key };
    if (gate && !(await gate.allows(asked, form?.fields['x-amz-credential']))) return refused(denied);
    if (form) {
      const wrong = refusePost(bucket, form, Date.now());
      return wrong ? refused(wrong) : created(bucket, form.fields.key ?? '', 'ObjectCreated:Post', await forward());
    }
    if (request.headers['if-none-match'] === '*' && (method === 'PUT' || method === 'POST')) {
      return writing(async () => {
        const found = await fetch(new URL(url.pathname, embedded), { method: 'HEAD', headers: signatureOf(request) });
        if (found.ok) return refused({ status: 412, code: 'PreconditionFailed' });
        return created(bucket, key, eventOf(method, url, request), await forward());
      });
    }
    const answered = await forward();
    const isMissing = answered.status === 404 && key !== '' && (method === 'GET' || method === 'HEAD');
    if (isMissing && gate && !(await gate.allowsToMiss(asked))) return refused(denied);
    return created(bucket, key, eventOf(method, url, request), answered);
  }

  /** Tells of an object that was written, before whoever wrote it hears so. */
  async function created(bucket: string, key: string, event: string | undefined, answer: Answer): Promise<Answer> {
    const rules = buckets.get(bucket);
    // The completion of an upload in parts can fail in an answer that is a success.
    if (!event || !rules || answer.status >= 300 || answer.body.includes('<Error>')) return answer;
    const head = await fetch(new URL(`/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`, embedded), {
      method: 'HEAD',
      headers: anySignature,
    });
    const size = Number(head.headers.get('content-length') ?? 0);
    await rules.onCreated(notification({ bucket, key, event, size, eTag: head.headers.get('etag') ?? '' }));
    return answer;
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = request.headers.origin;
    const { cors } = buckets.get(placeOf(new URL(request.url ?? '/', embedded)).bucket) ?? { cors: [] };
    const isPreflight = request.method === 'OPTIONS';
    const method = isPreflight ? String(request.headers['access-control-request-method']) : (request.method ?? '');
    const allowed = origin === undefined ? {} : corsHeaders(cors, origin, method);
    const preflight = { status: Object.keys(allowed).length > 0 ? 200 : 403, headers: {}, body: Buffer.alloc(0) };
    const { status, headers, body } = isPreflight ? preflight : await answer(request);
    response.writeHead(status, { ...headers, ...allowed });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  const { port, stop } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    addBucket: (name, rules) => void buckets.set(name, rules),
    stop,
  };
}

function placeOf(url: URL): { bucket: string; key: string } {
  const [, bucket = '', ...key] = url.pathname.split('/');
  return { bucket, key: decodeURIComponent(key.join('/')) };
}

/** What a request makes, as S3 calls it. */
function eventOf(method: string, url: URL, request: IncomingMessage): string | undefined {
  if (method === 'POST' && url.searchParams.has('uploadId')) return 'ObjectCreated:CompleteMultipartUpload';
  if (method !== 'PUT' || placeOf(url).key === '' || url.searchParams.has('uploadId')) return undefined;
  return request.headers['x-amz-copy-source'] === undefined ? 'ObjectCreated:Put' : 'ObjectCreated:Copy';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function notification(given: { bucket: string; key: string; event: string; size: number; eTag: string }): object {
  const { bucket, key, event, size, eTag } = given;
  const object = {
    key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
    size,
    eTag: eTag.replaceAll('"', ''),
    sequencer: Date.now().toString(16).toUpperCase(),
  };
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: localRegion,
        eventTime: new Date().toISOString(),
        eventName: event,
        s3: { s3SchemaVersion: '1.0', bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` }, object },
      },
    ],
  };
}

async function formOf(request: IncomingMessage, body: Buffer): Promise<PostedForm | undefined> {
  const type = String(request.headers['content-type']);
  if (!type.startsWith('multipart/form-data')) return undefined;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  return {
    bytes: file instanceof Blob ? file.size : Buffer.byteLength(file ?? ''),
    fields: Object.fromEntries(
      [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])),
    ),
  };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const {
    host: _host,
    connection: _connection,
    expect: _expect,
    'content-length': _length,
    ...headers
  } = request.headers;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** The embedded server tells services apart by the signature's scope, and checks no more of it. */
const anySignature = {
  authorization: `AWS4-HMAC-SHA256 Credential=local/20270101/${localRegion}/s3/aws4_request, SignedHeaders=host, Signature=0`,
};
function signatureOf({ headers }: IncomingMessage): Record<string, string> {
  return headers.authorization === undefined ? anySignature : { authorization: headers.authorization };
}

async function call(url: URL, method: string, headers: Record<string, string>, body: Buffer): Promise<Answer> {
  const init = method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) };
  const answered = await fetch(url, { method, headers, redirect: 'manual', ...init });
  const { connection: _connection, 'transfer-encoding': _encoding, ...kept } = Object.fromEntries(answered.headers);
  return { status: answered.status, headers: kept, body: Buffer.from(await answered.arrayBuffer()) };
}

function refused({ status, code }: Refusal): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) };
}
