import { createRequire } from 'node:module';
import type sharpPackage from 'sharp';
import type { Sharp } from 'sharp';
import { pictureFormats, pictureLimits } from '../../contracts/media.ts';
import { pictureSizes, type Size } from '../../domain/media/picture.ts';
import type { PictureFile, Rendering } from '../../domain/media/process-upload.ts';

/**
 * A program of its own, started for each picture: decoders are written in C, and a file that makes one crash, hang
 * or grow without end takes this process along, and not the worker. It is sent the file and answers with a
 * `Rendering`; `ready` says before that it can work at all.
 */

// On Lambda it stands in a layer, where only `require` looks.
const sharp = createRequire(import.meta.url)('sharp') as typeof sharpPackage;

/** The only decoders that may run, whatever a file claims. */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
sharp.cache(false);

process.on('disconnect', () => process.exit());
process.once('message', async (bytes: Uint8Array) => {
  process.send?.(await render(bytes).catch((): Rendering => ({ refused: 'broken' })), () => process.disconnect());
});
process.send?.('ready');

async function render(bytes: Uint8Array): Promise<Rendering> {
  const input = { limitInputPixels: pictureLimits.pixels, sequentialRead: true, failOn: 'warning' } as const;
  const { width, height, pages = 1, autoOrient } = await sharp(bytes, { ...input, limitInputPixels: false }).metadata();
  if (width > pictureLimits.side || height > pictureLimits.side || width * height > pictureLimits.pixels) {
    return { refused: 'too-many-pixels' };
  }
  if (pages > pictureLimits.frames) return { refused: 'too-many-frames' };
  const sizes = pictureSizes(autoOrient);
  const largest = sizes[sizes.length - 1] ?? sizes[0];
  // Decoded once, to plain pixels: nothing but these is in what is kept.
  const { data, info } = await sharp(bytes, input)
    .autoOrient()
    .toColourspace('srgb')
    .resize({ ...largest, fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const files: PictureFile[] = [];
  for (const size of sizes) files.push(...(await filesOf(sharp(data, { raw: info }), size)));
  return { picture: autoOrient, files };
}

function filesOf(pixels: Sharp, size: Size): Promise<PictureFile[]> {
  const sized = pixels.resize({ ...size, fit: 'fill' });
  return Promise.all(
    pictureFormats.map(async (format) => {
      const encoded = format === 'webp' ? sized.clone().webp({ quality: 80 }) : sized.clone().avif({ quality: 55 });
      return { width: size.width, format, bytes: await encoded.toBuffer() };
    }),
  );
}
