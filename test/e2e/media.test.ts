import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import sharp from 'sharp';
import { keyPrefixes, type Picture } from '../../contracts/media.ts';
import type { Ballot, PollView } from '../../contracts/poll.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { photo } from '../support/media/pictures.ts';
import { until } from '../support/until.ts';
import { announce, decided, pictureOf, post, upload } from '../support/uploads.ts';

let backend: Backend;
/** A key of another workspace. */
let stranger: ApiClient;
before(async () => {
  backend = await startBackend();
  const caller = { workspaceId: 'others', scopes: ['polls:read', 'polls:write'] } as const;
  stranger = new ApiClient(backend.runtime.apiUrl, await issueKey(keysOf(backend.runtime), caller));
});
after(() => backend.stop());

const jpeg = (size: { width: number; height: number }) => photo(size).jpeg().toBuffer();

/** The files of a picture in the Media bucket, with the time at which each was written. */
async function stored({ sizes }: Picture): Promise<string[]> {
  const { MEDIA_BUCKET, AWS_ENDPOINT_URL_S3 } = backend.runtime.environmentOf('processUpload');
  const client = new S3Client({ endpoint: AWS_ENDPOINT_URL_S3 ?? '', ...localCredentials });
  const [, , hash] = sizes[0]?.webp.split('/') ?? [];
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: MEDIA_BUCKET, Prefix: `${keyPrefixes.media}${hash}/` }),
  );
  client.destroy();
  return Contents.map(({ Key, LastModified }) => `${Key} ${LastModified?.toISOString()}`);
}

/** Waits until nothing is under way. */
async function settled(): Promise<void> {
  const depths = async () => Object.values(backend.runtime.queueDepths());
  await until(depths, (all) => all.every((depth) => depth === 0), 120);
}

test('an uploaded picture is shown in its sizes, as WebP and AVIF, for ever', async () => {
  const picture = pictureOf(await upload(backend.workspace, await jpeg({ width: 700, height: 350 })));
  assert.deepEqual(
    picture.sizes.map(({ width, height }) => [width, height]),
    [
      [160, 80],
      [480, 240],
      [700, 350],
    ],
  );
  for (const { width, webp, avif } of picture.sizes) {
    for (const [path, format] of [
      [webp, 'webp'],
      [avif, 'avif'],
    ] as const) {
      const shown = await fetch(backend.runtime.apiUrl + path);
      assert.equal(shown.status, 200, path);
      assert.equal(shown.headers.get('content-type'), `image/${format}`);
      assert.equal(shown.headers.get('cache-control'), 'public, max-age=31536000, immutable');
      assert.equal((await sharp(await shown.arrayBuffer()).metadata()).width, width);
    }
  }
  const none = await fetch(`${backend.runtime.apiUrl}/media/0123456789abcdef/160.webp`);
  assert.equal(none.status, 404);
  assert.equal(none.headers.get('cache-control'), null);
});

test('the same picture is stored once, whoever uploads it', async () => {
  const file = await jpeg({ width: 100, height: 80 });
  const first = pictureOf(await upload(backend.workspace, file));
  const before = await stored(first);
  assert.equal(before.length, 2);
  const second = pictureOf(await upload(stranger, file));
  assert.deepEqual(second, first);
  assert.deepEqual(await stored(first), before);
});

test('a hostile file shows why it was refused, and leaves nothing in a queue', async () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>');
  const view = await upload(backend.workspace, page, { contentType: 'image/png', name: 'holiday.png' });
  assert.equal(view.state, 'refused');
  assert.deepEqual({ reason: view.reason, name: view.name }, { reason: 'not-a-picture', name: 'holiday.png' });
  const cut = (await jpeg({ width: 300, height: 200 })).subarray(0, 3_000);
  const broken = await upload(backend.workspace, cut);
  assert.equal(broken.state === 'refused' && broken.reason, 'broken');
  await settled();
});

test('an address takes no file that is larger than announced, of another type or for another key', async () => {
  const file = await jpeg({ width: 100, height: 80 });
  const ticket = await announce(backend.workspace, { contentType: 'image/jpeg', bytes: file.length - 1 });
  const large = await post(ticket, file);
  assert.equal(large.status, 400);
  assert.match(await large.text(), /EntityTooLarge/);
  for (const [field, value] of Object.entries({ 'Content-Type': 'text/html', key: 'uploads/others/x' })) {
    const fields = { ...ticket.upload.fields, [field]: value };
    const posted = await post({ ...ticket, upload: { ...ticket.upload, fields } }, file.subarray(0, 10));
    assert.equal(posted.status, 403, field);
  }
  const { body } = await backend.workspace.send<{ state: string }>('GET', `/media/${ticket.id}`);
  assert.equal(body.state, 'pending');
});

test('what can’t be a picture is refused before it is uploaded', async () => {
  for (const body of [
    { contentType: 'image/svg+xml', bytes: 10 },
    { contentType: 'image/png', bytes: 0 },
    { contentType: 'image/png', bytes: 11 * 1024 * 1024 },
  ]) {
    assert.equal((await backend.workspace.send('POST', '/media', { body })).status, 400);
  }
  assert.equal(
    (await backend.voter.send('POST', '/media', { body: { contentType: 'image/png', bytes: 1 } })).status,
    401,
  );
});

test('another workspace finds no picture, and can’t show it', async () => {
  const { id } = await upload(backend.workspace, await jpeg({ width: 30, height: 30 }));
  assert.equal((await stranger.send('GET', `/media/${id}`)).status, 404);
  const body = { title: 'Stolen', media: id, questions: [{ id: 'q', kind: 'text', title: 'Why?' }] };
  const { status, body: problem } = await stranger.send('POST', '/polls', { body });
  assert.equal(status, 422);
  assert.deepEqual(problem.errors, [{ pointer: '/media', detail: 'is no picture that is ready' }]);
});

test('a poll and its options show pictures, to who makes it and on the ballot', async () => {
  const [cover, soup] = [
    await upload(backend.workspace, await jpeg({ width: 40, height: 20 })),
    await upload(backend.workspace, await jpeg({ width: 200, height: 100 })),
  ];
  const options = [
    { id: 'soup', label: 'Soup', media: soup.id },
    { id: 'salad', label: 'Salad' },
  ];
  const definition = {
    title: 'Lunch?',
    media: cover.id,
    questions: [{ id: 'lunch', kind: 'single' as const, title: 'Choose', options }],
  };
  const poll = await backend.workspace.openPoll(definition);
  const pictures = { [cover.id]: pictureOf(cover), [soup.id]: pictureOf(soup) };
  assert.deepEqual(poll.pictures, pictures);
  const { body: ballot } = await backend.voter.send<Ballot>('GET', `/polls/${poll.id}/ballot`);
  assert.equal(ballot.media, cover.id);
  assert.deepEqual(ballot.pictures, pictures);
  assert.deepEqual(
    ballot.questions.flatMap((one) => ('options' in one ? one.options : [])),
    options,
  );
});

test('an edit may add a picture that is ready, and none that is pending or refused', async () => {
  const { body: draft } = await backend.workspace.send<PollView>('POST', '/polls', {
    body: { title: 'Draft', questions: [{ id: 'q', kind: 'text', title: 'Why?' }] },
  });
  const edit = (media: string | null, version: number) =>
    backend.workspace.send<PollView>('PATCH', `/polls/${draft.id}`, {
      body: { media },
      headers: { 'if-match': `"${version}"` },
    });
  const pending = await announce(backend.workspace, { contentType: 'image/png', bytes: 10 });
  const refused = await upload(backend.workspace, Buffer.from('GIF89a'), { contentType: 'image/gif' });
  assert.equal(refused.state, 'refused');
  for (const { id } of [pending, refused]) assert.equal((await edit(id, 1)).status, 422);
  const ready = await upload(backend.workspace, await jpeg({ width: 20, height: 20 }));
  assert.deepEqual(Object.keys((await edit(ready.id, 1)).body.pictures ?? {}), [ready.id]);
  const { body: without } = await edit(null, 2);
  assert.deepEqual([without.media, without.pictures], [undefined, undefined]);
});

test('a doubled event, an old one and one for a file that nobody asked for change nothing, and a file may be gone', async () => {
  const view = await upload(backend.workspace, await jpeg({ width: 60, height: 60 }));
  const before = await stored(pictureOf(view));
  const { UPLOADS_BUCKET, AWS_ENDPOINT_URL_SQS } = backend.runtime.environmentOf('processUpload');
  const sqs = new SQSClient({ endpoint: AWS_ENDPOINT_URL_SQS ?? '', ...localCredentials });
  const [home] = backend.runtime.regions;
  const [, QueueUrl] = [...(home?.stores.queueUrls ?? [])].find(([arn]) => /UploadedQueue/.test(arn)) ?? [];
  const tell = (key: string) => {
    const records = { Records: [{ s3: { bucket: { name: UPLOADS_BUCKET }, object: { key } } }] };
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(records) }));
  };
  const keyOf = (id: string) => `${keyPrefixes.uploads}laptop/${id}`;
  const gone = await announce(backend.workspace, { contentType: 'image/jpeg', bytes: 100 });
  await Promise.all([keyOf(view.id), keyOf(view.id), keyOf('unknown'), keyOf(gone.id), 'elsewhere'].map(tell));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"Event":"s3:TestEvent"}' }));
  await settled();
  sqs.destroy();
  assert.deepEqual((await backend.workspace.send('GET', `/media/${view.id}`)).body, view);
  assert.deepEqual(await stored(pictureOf(view)), before);
  assert.equal((await decided(backend.workspace, gone.id)).state, 'refused');
});

test('a file that is sent again to its address changes nothing', async () => {
  const file = await jpeg({ width: 50, height: 40 });
  const other = Buffer.from('x'.repeat(file.length));
  const ticket = await announce(backend.workspace, { contentType: 'image/jpeg', bytes: file.length });
  await post(ticket, file);
  const view = await decided(backend.workspace, ticket.id);
  assert.equal((await post(ticket, other)).ok, true);
  await settled();
  assert.deepEqual((await backend.workspace.send('GET', `/media/${ticket.id}`)).body, view);
});

test('a worker that is killed in the middle of a picture comes right with its next try', async () => {
  const file = await jpeg({ width: 2_400, height: 1_800 });
  const ticket = await announce(backend.workspace, { contentType: 'image/jpeg', bytes: file.length });
  await post(ticket, file);
  for (let kills = 0; kills < 3; kills += 1) await backend.runtime.kill('processUpload');
  const view = await decided(backend.workspace, ticket.id);
  assert.equal(pictureOf(view).sizes.length, 3);
  await settled();
});
