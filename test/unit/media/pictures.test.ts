import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type PictureType, pictureKey } from '../../../contracts/media.ts';
import { renderInProcess } from '../../../functions/media/picture-process.ts';
import { jpegWithPlace, photo } from '../../support/media/pictures.ts';
import { greyPixels, png, pngChunk } from '../../support/media/png.ts';
import { FakeMedia } from '../../support/media/processing.ts';

/** The files that become of a picture, by size and format: fails the test where it is refused. */
async function filesOf(type: PictureType, file: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const media = new FakeMedia().announce(type, file);
  assert.equal(await media.process(), 'ready', JSON.stringify(media.outcome));
  return new Map(
    [...media.kept.values()].map(({ width, format, bytes }) => [`${width}.${format}`, Buffer.from(bytes)]),
  );
}

function the(files: ReadonlyMap<string, Buffer>, name: string): Buffer {
  return files.get(name) ?? assert.fail(`there is no ${name} among ${[...files.keys()]}`);
}

test('keeps WebP and AVIF of three sizes, in the shape of the picture', async () => {
  const files = await filesOf('image/jpeg', await photo({ width: 1_600, height: 1_200 }).jpeg().toBuffer());
  const names = ['160.webp', '160.avif', '480.webp', '480.avif', '1280.webp', '1280.avif'];
  assert.deepEqual([...files.keys()].sort(), names.toSorted());
  for (const [name, bytes] of files) {
    const { format, compression, width, height } = await sharp(bytes).metadata();
    assert.equal(format === 'heif' ? compression : format, name.endsWith('.avif') ? 'av1' : 'webp');
    assert.equal(`${width}x${height}`, { 160: '160x120', 480: '480x360', 1280: '1280x960' }[Number.parseInt(name, 10)]);
  }
});

test('never makes a picture larger than it is', async () => {
  const files = await filesOf('image/png', await photo({ width: 50, height: 20 }).png().toBuffer());
  assert.deepEqual([...files.keys()].sort(), ['50.avif', '50.webp']);
});

test('keeps nothing of what a photo says of its place, its time and its maker', async () => {
  const file = await jpegWithPlace({ width: 200, height: 100 });
  const { exif } = await sharp(file).metadata();
  assert.match(exif?.toString('latin1') ?? '', /Somebody Secret/);
  for (const bytes of (await filesOf('image/jpeg', file)).values()) {
    const { exif: kept, xmp, iptc, icc } = await sharp(bytes).metadata();
    assert.deepEqual([kept, xmp, iptc, icc], [undefined, undefined, undefined, undefined]);
    assert.doesNotMatch(bytes.toString('latin1'), /Somebody|GPS/);
  }
});

test('turns a photo as the camera was held', async () => {
  const plain = (width: number, background: string) =>
    sharp({ create: { width, height: 60, channels: 3, background } })
      .png()
      .toBuffer();
  // Blue at its left, which is at the top once it is turned.
  const lying = sharp(await plain(100, '#ff0000')).composite([{ input: await plain(50, '#0000ff'), left: 0, top: 0 }]);
  const file = await lying.withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const turned = sharp(the(await filesOf('image/jpeg', file), '60.webp'));
  const { width, height } = await turned.metadata();
  assert.deepEqual([width, height], [60, 100]);
  const top = await sharp(await turned.extract({ left: 36, top: 10, width: 20, height: 20 }).toBuffer()).stats();
  assert.ok(top.dominant.b > 200 && top.dominant.r < 50, JSON.stringify(top.dominant));
});

test('takes the first frame of an animation, of WebP and of GIF', async () => {
  const frames = await Promise.all(
    ['#ff0000', '#0000ff'].map((background) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  for (const type of ['webp', 'gif'] as const) {
    const animation = await sharp(frames, { join: { animated: true } })
      [type]()
      .toBuffer();
    assert.equal((await sharp(animation).metadata()).pages, 2);
    const first = the(await filesOf(`image/${type}`, animation), '20.webp');
    assert.equal((await sharp(first).metadata()).pages ?? 1, 1);
    const { dominant } = await sharp(first).stats();
    assert.ok(dominant.r > 200 && dominant.b < 50, JSON.stringify(dominant));
  }
});

test('takes the colours of print and of 16 bits, and shows them in those of screens', async () => {
  const print = await photo({ width: 40, height: 30 }).toColourspace('cmyk').jpeg().toBuffer();
  const deep = await photo({ width: 40, height: 30 }).toColourspace('rgb16').png().toBuffer();
  assert.equal((await sharp(print).metadata()).space, 'cmyk');
  assert.equal((await sharp(deep).metadata()).depth, 'ushort');
  for (const files of [await filesOf('image/jpeg', print), await filesOf('image/png', deep)]) {
    assert.equal((await sharp(the(files, '40.avif')).metadata()).space, 'srgb');
  }
});

test('keeps what is transparent so', async () => {
  const clear = sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
  const files = await filesOf('image/png', await clear.png().toBuffer());
  assert.equal((await sharp(the(files, '20.webp')).metadata()).hasAlpha, true);
});

test('takes a photo with a second one behind it, as cameras write them', async () => {
  const one = await photo({ width: 40, height: 30 }).jpeg().toBuffer();
  assert.equal((await filesOf('image/jpeg', Buffer.concat([one, one]))).size, 2);
});

test('unpacks no more of a PNG than its pixels, and of its texts none', async () => {
  const size = { width: 1, height: 1 };
  const bomb = png(size, { pixels: Buffer.alloc(100 * 1024 * 1024) });
  assert.deepEqual([...(await filesOf('image/png', bomb)).keys()].sort(), ['1.avif', '1.webp']);
  const { deflateSync } = await import('node:zlib');
  const packed = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(100 * 1024 * 1024))]);
  const text = png(size, { pixels: greyPixels(size), before: [pngChunk('zTXt', packed)] });
  for (const bytes of (await filesOf('image/png', text)).values()) assert.ok(bytes.length < 1_000);
});

test('keeps the same picture once, and makes nothing of an upload that is decided', async () => {
  const file = await photo({ width: 40, height: 30 }).jpeg().toBuffer();
  const media = new FakeMedia().announce('image/jpeg', file);
  await media.process();
  const first = media.outcome;
  assert.equal(await media.process(), 'known');
  assert.equal(media.renderings, 1);
  await media.announce('image/jpeg', file).process();
  assert.deepEqual(media.outcome, first);
  const { hash } = first?.state === 'ready' ? first.picture : assert.fail('it was refused');
  assert.deepEqual([...media.kept.keys()].sort(), [pictureKey(hash, 40, 'avif'), pictureKey(hash, 40, 'webp')]);
});

test('a store that fails leaves the upload undecided, and the next try comes right', async () => {
  const media = new FakeMedia().announce('image/jpeg', await photo({ width: 40, height: 30 }).jpeg().toBuffer());
  media.failures.push(new Error('Service Unavailable'));
  await assert.rejects(media.process(), /Service Unavailable/);
  assert.equal(media.outcome, undefined);
  assert.equal(await media.process(), 'ready');
  assert.equal(media.kept.size, 2);
});

test('a file that is gone is told so, and one that nobody asked for is nobody’s', async () => {
  const media = new FakeMedia().announce('image/jpeg', undefined);
  assert.equal(await media.process(), 'refused');
  assert.deepEqual(media.outcome, { state: 'refused', reason: 'upload-gone' });
  assert.equal(await new FakeMedia().process(), 'unknown');
});

/** A program in the renderer's place. */
const stub = (name: string) => ({
  program: fileURLToPath(new URL(`../../support/media/${name}.mjs`, import.meta.url)),
});

test('a picture that its process dies of is refused, and never tried again', async () => {
  assert.deepEqual(await renderInProcess(Buffer.from('x'), stub('dying-program')), { refused: 'too-costly' });
});

test('a picture that takes too long is refused', async () => {
  const outcome = await renderInProcess(Buffer.from('x'), { ...stub('hanging-program'), mostTime: 1_000 });
  assert.deepEqual(outcome, { refused: 'too-costly' });
});

test('a process that can’t start is no fault of the picture', async () => {
  await assert.rejects(renderInProcess(Buffer.from('x'), stub('no-such-program')), /could not start/);
});

test('the process has no credentials', async () => {
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
  try {
    assert.deepEqual(await renderInProcess(Buffer.from('x'), stub('telling-program')), { refused: '' });
  } finally {
    delete process.env.AWS_SECRET_ACCESS_KEY;
  }
});
