import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { startS3Front } from '../../../local/servers/s3-front.ts';
import { startSqs } from '../../../local/servers/sqs.ts';

const Bucket = 'pictures';
const rule = {
  AllowedOrigins: ['https://polls.example.com'],
  AllowedMethods: ['POST'],
  AllowedHeaders: ['content-type'],
  ExposedHeaders: ['etag'],
  MaxAge: 60,
};

interface Created {
  readonly Records: readonly [
    { readonly eventName: string; readonly s3: { readonly object: { readonly key: string; readonly size: number } } },
  ];
}

/** A bucket on servers of the test's own, and what it told of new objects. */
async function start(t: TestContext) {
  const sqs = await startSqs(undefined);
  const front = await startS3Front(sqs.endpoint);
  const client = new S3Client({ endpoint: front.endpoint, ...localCredentials, maxAttempts: 1 });
  t.after(async () => {
    client.destroy();
    await front.stop();
    await sqs.stop();
  });
  sqs.createBucket(Bucket);
  const told: unknown[] = [];
  front.addBucket(Bucket, { cors: [rule], onCreated: async (event) => void told.push(event) });
  const created = () =>
    told.map((event) => {
      const [{ eventName, s3 }] = (event as Created).Records;
      return [eventName, s3.object.key, s3.object.size];
    });
  return { front, client, created };
}

test('an object is stored, read and told of, as S3 writes its key', async (t) => {
  const { client, created } = await start(t);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a b/ü.txt', Body: 'hello' }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a b/ü.txt' }));
  assert.equal(await Body?.transformToString(), 'hello');
  assert.deepEqual(created(), [['ObjectCreated:Put', 'a+b/%C3%BC.txt', 5]]);
});

test('of writers who want no object there one wins', async (t) => {
  const { client, created } = await start(t);
  const put = (Body: string) => client.send(new PutObjectCommand({ Bucket, Key: 'one', Body, IfNoneMatch: '*' }));
  const outcomes = await Promise.allSettled([put('a'), put('b'), put('c')]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : []));
  assert.deepEqual(refused, ['PreconditionFailed', 'PreconditionFailed']);
  assert.equal(created().length, 1);
});

test('a posted form is held against its policy: size, fields, and when it ends', async (t) => {
  const { client, created } = await start(t);
  const post = async (size: number, changes: Record<string, string> = {}, Expires = 60) => {
    const { url, fields } = await createPresignedPost(client, {
      Bucket,
      Key: 'picture',
      Expires,
      Fields: { 'Content-Type': 'image/png' },
      Conditions: [
        ['content-length-range', 2, 4],
        ['starts-with', '$Content-Type', 'image/'],
      ],
    });
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes })) form.set(name, value);
    form.set('file', new Blob(['x'.repeat(size)]));
    const answer = await fetch(url, { method: 'POST', body: form });
    return `${answer.status} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? ''}`;
  };
  assert.equal(await post(1), '400 EntityTooSmall');
  assert.equal(await post(5), '400 EntityTooLarge');
  assert.equal(await post(3, { 'Content-Type': 'text/html' }), '403 AccessDenied');
  assert.equal(await post(3, { key: 'another' }), '403 AccessDenied');
  assert.equal(await post(3, { acl: 'public-read' }), '403 AccessDenied');
  assert.equal(await post(3, {}, -1), '403 AccessDenied');
  assert.deepEqual(created(), []);
  assert.match(await post(3), /^20[0-4] $/);
  assert.deepEqual(created(), [['ObjectCreated:Post', 'picture', 3]]);
});

test('a presigned address works until it ends', async (t) => {
  const { client } = await start(t);
  await client.send(new PutObjectCommand({ Bucket, Key: 'one', Body: 'hello' }));
  const sign = (signingDate: Date) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'one' }), { expiresIn: 60, signingDate });
  const now = Date.now();
  assert.equal(await (await fetch(await sign(new Date(now)))).text(), 'hello');
  assert.equal((await fetch(await sign(new Date(now - 61_000)))).status, 403);
});

test('a page of an origin that the bucket names may post, any other not', async (t) => {
  const { front } = await start(t);
  const ask = (origin: string, method: string) =>
    fetch(`${front.endpoint}/${Bucket}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method },
    });
  const allowed = await ask('https://polls.example.com', 'POST');
  assert.deepEqual(
    [allowed.status, allowed.headers.get('access-control-allow-origin')],
    [200, 'https://polls.example.com'],
  );
  assert.equal((await ask('https://evil.example.com', 'POST')).status, 403);
  assert.equal((await ask('https://polls.example.com', 'PUT')).status, 403);
});
