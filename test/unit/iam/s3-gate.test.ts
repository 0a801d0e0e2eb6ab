import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3Gate } from '../../../local/iam/s3-gate.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { startS3Front } from '../../../local/servers/s3-front.ts';
import { startSqs } from '../../../local/servers/sqs.ts';
import { caller, credentials, fakeGuard, inShort } from './gated.ts';

const Bucket = 'files';

/** A bucket with one object behind a gate, and clients of a function and of the laptop. */
async function start(t: TestContext, ...denied: string[]) {
  const guard = fakeGuard(...denied);
  const sqs = await startSqs(undefined);
  const front = await startS3Front(sqs.endpoint, s3Gate(guard));
  sqs.createBucket(Bucket);
  const to = { endpoint: front.endpoint, forcePathStyle: true, maxAttempts: 1 };
  const client = new S3Client({ ...credentials, ...to });
  const laptop = new S3Client({ ...localCredentials, ...to });
  t.after(async () => {
    client.destroy();
    laptop.destroy();
    await front.stop();
    await sqs.stop();
  });
  await laptop.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x' }));
  return { guard, client, laptop };
}

test('what a function may not do is AccessDenied, and the laptop’s own calls are asked about by nobody', async (t) => {
  const { guard, client, laptop } = await start(t, 's3:PutObject');
  const put = new PutObjectCommand({ Bucket, Key: 'new', Body: 'x' });
  await assert.rejects(client.send(put), { name: 'AccessDenied' });
  assert.deepEqual([inShort(guard.asked), guard.callers], [['s3:PutObject files/new'], [caller]]);
  await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: 'new' })), { name: 'NoSuchKey' });
  await laptop.send(put);
});

test('a presigned address may do what its signer may', async (t) => {
  const { guard, client } = await start(t, 's3:PutObject');
  const reading = await fetch(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'there' })));
  assert.equal(reading.status, 200);
  const address = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'new' }));
  const writing = await fetch(address, { method: 'PUT', body: 'x' });
  assert.deepEqual([writing.status, /<Code>(.*)<\/Code>/.exec(await writing.text())?.[1]], [403, 'AccessDenied']);
  assert.deepEqual(inShort(guard.asked), ['s3:GetObject files/there', 's3:PutObject files/new']);
});

for (const denied of [[], ['s3:PutObject']]) {
  test(`a posted form is ${denied.length > 0 ? 'refused' : 'taken'} as its signer ${denied.length > 0 ? 'may not' : 'may'} write`, async (t) => {
    const { guard, client } = await start(t, ...denied);
    const { url, fields } = await createPresignedPost(client, { Bucket, Key: 'posted' });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['x']));
    const posted = await fetch(url, { method: 'POST', body: form });
    assert.deepEqual(inShort(guard.asked), ['s3:PutObject files/posted']);
    assert.equal(posted.ok, denied.length === 0);
  });
}

test('whether an object is missing is told only to whoever may list its bucket', async (t) => {
  const looks = new HeadObjectCommand({ Bucket, Key: 'missing' });
  const some = await start(t, 's3:ListBucket');
  await assert.rejects(some.client.send(looks), (error: { $metadata?: { httpStatusCode?: number } }) => {
    assert.equal(error.$metadata?.httpStatusCode, 403);
    return true;
  });
  const all = await start(t);
  await assert.rejects(all.client.send(looks), { name: 'NotFound' });
  assert.deepEqual(inShort(all.guard.asked), ['s3:GetObject files/missing', 's3:ListBucket files']);
  await some.client.send(new HeadObjectCommand({ Bucket, Key: 'there' }));
});
