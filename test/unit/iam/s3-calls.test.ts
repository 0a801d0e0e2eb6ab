import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { AwsCall } from '../../../local/iam/aws-call.ts';
import { s3Calls } from '../../../local/iam/s3-calls.ts';
import { listen } from '../../../local/servers/listen.ts';
import { credentials, inShort } from './gated.ts';

const Bucket = 'files';
const Key = 'exports/one two&.csv';
const at = { Bucket, Key };

/** What IAM is asked for what a client sends; the client makes nothing of the answers. */
async function asked(t: TestContext, send: (client: S3Client) => Promise<unknown>): Promise<AwsCall[]> {
  const calls: AwsCall[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '', 'http://localhost');
    calls.push(...s3Calls({ method, url, headers, body: await text(request) }));
    response.writeHead(500).end();
  });
  const { port, stop } = await listen(server);
  const client = new S3Client({
    ...credentials,
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  t.after(async () => {
    client.destroy();
    await stop();
  });
  await send(client).catch(() => undefined);
  return calls;
}

const cases: [string, (client: S3Client) => Promise<unknown>, string[]][] = [
  ['reading', (s3) => s3.send(new GetObjectCommand(at)), [`s3:GetObject files/${Key}`]],
  [
    'reading a version',
    (s3) => s3.send(new GetObjectCommand({ ...at, VersionId: 'v' })),
    [`s3:GetObjectVersion files/${Key}`],
  ],
  ['looking at the head', (s3) => s3.send(new HeadObjectCommand(at)), [`s3:GetObject files/${Key}`]],
  ['writing', (s3) => s3.send(new PutObjectCommand({ ...at, Body: 'x' })), [`s3:PutObject files/${Key}`]],
  [
    'copying',
    (s3) => s3.send(new CopyObjectCommand({ ...at, CopySource: 'others/from%20here' })),
    [`s3:PutObject files/${Key}`, 's3:GetObject others/from here'],
  ],
  ['beginning parts', (s3) => s3.send(new CreateMultipartUploadCommand(at)), [`s3:PutObject files/${Key}`]],
  [
    'writing a part',
    (s3) => s3.send(new UploadPartCommand({ ...at, UploadId: 'u', PartNumber: 1, Body: 'x' })),
    [`s3:PutObject files/${Key}`],
  ],
  [
    'copying a part',
    (s3) =>
      s3.send(new UploadPartCopyCommand({ ...at, UploadId: 'u', PartNumber: 1, CopySource: '/others/a?versionId=v' })),
    [`s3:PutObject files/${Key}`, 's3:GetObjectVersion others/a'],
  ],
  [
    'completing parts',
    (s3) => s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId: 'u' })),
    [`s3:PutObject files/${Key}`],
  ],
  [
    'listing parts',
    (s3) => s3.send(new ListPartsCommand({ ...at, UploadId: 'u' })),
    [`s3:ListMultipartUploadParts files/${Key}`],
  ],
  [
    'giving parts up',
    (s3) => s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: 'u' })),
    [`s3:AbortMultipartUpload files/${Key}`],
  ],
  ['deleting', (s3) => s3.send(new DeleteObjectCommand(at)), [`s3:DeleteObject files/${Key}`]],
  [
    'deleting many',
    (s3) => s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: 'b', VersionId: 'v' }] } })),
    [`s3:DeleteObject files/${Key}`, 's3:DeleteObjectVersion files/b'],
  ],
  ['listing', (s3) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'exports/' })), ['s3:ListBucket files']],
];

for (const [what, send, wanted] of cases) {
  test(`${what} needs ${wanted.map((call) => call.split(' ')[0]).join(' and ')}`, async (t) => {
    assert.deepEqual(inShort(await asked(t, send)), wanted);
  });
}

test('a listing says below what it looks', async (t) => {
  const [call] = await asked(t, (s3) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'exports/' })));
  assert.deepEqual(call?.context, { 's3:prefix': 'exports/' });
});

test('what nobody of ours asks for has no action that a policy allows', async (t) => {
  const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
  const [call] = await asked(t, (s3) => s3.send(new PutObjectTaggingCommand({ ...at, Tagging })));
  assert.equal(call?.action, 's3:PUT tagging');
});
