import type { PictureType, RefusalCode } from '../../../contracts/media.ts';
import { emptyWebp, gif, tiffOfEntries, zip } from './containers.ts';
import { photo, truncated } from './pictures.ts';
import { greyPixels, png, pngChunk } from './png.ts';

/** A file that somebody sends to do harm, and what has to become of it. */
export interface HostileFile {
  readonly what: string;
  readonly announcedAs: PictureType;
  readonly file: () => Buffer | Promise<Buffer>;
  /** The size that was announced. @default the file's */
  readonly bytes?: number;
  readonly refusedAs: RefusalCode;
}

const small = { width: 40, height: 30 };
const page = '<html><body><script>alert(document.cookie)</script></body></html>';
const jpeg = () => photo(small).jpeg().toBuffer();
const behind = (picture: Buffer, more: string | Buffer) => Buffer.concat([picture, Buffer.from(more)]);
const text = (content: string) => () => Buffer.from(content, 'latin1');

/** Another width and height in the header of a JPEG or AVIF, whose pixels stay as few as they are. */
function claiming(file: Buffer, marker: string, at: number, write: (view: Buffer) => void): Buffer {
  const changed = Buffer.from(file);
  write(changed.subarray(changed.indexOf(marker, 0, 'latin1') + at));
  return changed;
}

/** The last scan of a progressive JPEG over and over again: each makes the decoder go through the whole picture. */
async function jpegOfScans(count: number): Promise<Buffer> {
  const file = await photo({ width: 2_000, height: 2_000 }).jpeg({ progressive: true }).toBuffer();
  const last = file.lastIndexOf('\xff\xda', undefined, 'latin1');
  const scan = file.subarray(last, -2);
  return Buffer.concat([file.subarray(0, -2), ...Array.from({ length: count }, () => scan), file.subarray(-2)]);
}

export const hostileFiles: readonly HostileFile[] = [
  {
    what: 'a PNG of a few bytes that unpacks to 100 million pixels',
    announcedAs: 'image/png',
    file: () => png({ width: 10_000, height: 10_000 }, { pixels: greyPixels({ width: 10_000, height: 10_000 }) }),
    refusedAs: 'too-many-pixels',
  },
  {
    what: 'a PNG that claims the largest size that a header can hold',
    announcedAs: 'image/png',
    file: () => png({ width: 0x7fff_ffff, height: 0x7fff_ffff }),
    refusedAs: 'broken',
  },
  {
    what: 'a strip of a PNG, few pixels and too wide for any format',
    announcedAs: 'image/png',
    file: () => png({ width: 40_000, height: 1 }, { pixels: greyPixels({ width: 40_000, height: 1 }) }),
    refusedAs: 'too-many-pixels',
  },
  {
    what: 'a PNG with a text of 9 MB',
    announcedAs: 'image/png',
    file: () =>
      png(small, { pixels: greyPixels(small), before: [pngChunk('tEXt', Buffer.alloc(9 * 1024 * 1024, 'a'))] }),
    refusedAs: 'too-costly',
  },
  {
    what: 'a GIF that claims 4 thousand million pixels',
    announcedAs: 'image/gif',
    file: () => gif({ width: 65_535, height: 65_535 }),
    refusedAs: 'too-many-pixels',
  },
  {
    what: 'a GIF of 400,000 frames',
    announcedAs: 'image/gif',
    file: () => gif({ width: 1, height: 1 }, 400_000),
    refusedAs: 'too-many-frames',
  },
  {
    what: 'a WebP that claims 268 million pixels',
    announcedAs: 'image/webp',
    file: () => emptyWebp({ width: 16_383, height: 16_383 }),
    refusedAs: 'broken',
  },
  {
    what: 'an AVIF that claims 3.6 thousand million pixels',
    announcedAs: 'image/avif',
    file: async () =>
      claiming(await photo(small).avif().toBuffer(), 'ispe', 8, (view) => {
        view.writeUInt32BE(60_000, 0);
        view.writeUInt32BE(60_000, 4);
      }),
    refusedAs: 'too-many-pixels',
  },
  {
    what: 'a JPEG that claims 4 thousand million pixels',
    announcedAs: 'image/jpeg',
    file: async () =>
      claiming(await jpeg(), '\xff\xc0', 5, (view) => {
        view.writeUInt16BE(65_500, 0);
        view.writeUInt16BE(65_500, 2);
      }),
    refusedAs: 'too-many-pixels',
  },
  {
    what: 'a JPEG of 2,000 scans',
    announcedAs: 'image/jpeg',
    file: () => jpegOfScans(2_000),
    refusedAs: 'broken',
  },
  {
    what: 'half a JPEG',
    announcedAs: 'image/jpeg',
    file: async () => truncated(await jpeg()),
    refusedAs: 'broken',
  },
  {
    what: 'half a PNG',
    announcedAs: 'image/png',
    file: async () => truncated(await photo(small).png().toBuffer()),
    refusedAs: 'broken',
  },
  {
    what: 'half a WebP',
    announcedAs: 'image/webp',
    file: async () => truncated(await photo(small).webp().toBuffer()),
    refusedAs: 'broken',
  },
  {
    what: 'half an AVIF',
    announcedAs: 'image/avif',
    file: async () => truncated(await photo(small).avif().toBuffer(), 0.8),
    refusedAs: 'broken',
  },
  {
    what: 'a JPEG with a page behind it',
    announcedAs: 'image/jpeg',
    file: async () => behind(await jpeg(), page),
    refusedAs: 'hidden-content',
  },
  {
    what: 'a JPEG with an archive behind it',
    announcedAs: 'image/jpeg',
    file: async () => behind(await jpeg(), zip('evil.class', 'code')),
    refusedAs: 'hidden-content',
  },
  {
    what: 'a JPEG that is a script, too',
    announcedAs: 'image/jpeg',
    file: text('\xff\xd8\xff\xe0/*JFIF\0\x01\x01*/=1;alert(1)/*\xff\xd9*/'),
    refusedAs: 'hidden-content',
  },
  {
    what: 'a GIF that is a script, too',
    announcedAs: 'image/gif',
    file: text('GIF89a/*\0\0\0\0\0*/=1;alert(1)//;'),
    refusedAs: 'hidden-content',
  },
  {
    what: 'a PNG with PHP in a text',
    announcedAs: 'image/png',
    file: () =>
      png(small, {
        pixels: greyPixels(small),
        before: [pngChunk('tEXt', Buffer.from('Comment\0<?php system($_GET[0]); ?>', 'latin1'))],
      }),
    refusedAs: 'hidden-content',
  },
  {
    what: 'a WebP with a document behind it',
    announcedAs: 'image/webp',
    file: async () => behind(await photo(small).webp().toBuffer(), '%PDF-1.7\n1 0 obj'),
    refusedAs: 'hidden-content',
  },
  {
    what: 'an SVG with a script, announced as PNG',
    announcedAs: 'image/png',
    file: text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    refusedAs: 'not-a-picture',
  },
  {
    what: 'an SVG whose entities unfold to thousands of millions, announced as WebP',
    announcedAs: 'image/webp',
    file: text(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>',
    ),
    refusedAs: 'not-a-picture',
  },
  { what: 'a PDF', announcedAs: 'image/png', file: text('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), refusedAs: 'not-a-picture' },
  { what: 'a page, announced as PNG', announcedAs: 'image/png', file: text(page), refusedAs: 'not-a-picture' },
  {
    what: 'an icon',
    announcedAs: 'image/png',
    file: text('\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0'),
    refusedAs: 'not-a-picture',
  },
  {
    what: 'a bitmap that claims 4 thousand million pixels',
    announcedAs: 'image/png',
    file: text(`BM${'\0'.repeat(8)}\x36\0\0\0\x28\0\0\0\xff\xff\0\0\xff\xff\0\0\x01\0\x18\0`),
    refusedAs: 'not-a-picture',
  },
  {
    what: 'a TIFF of 65,535 entries, announced as JPEG',
    announcedAs: 'image/jpeg',
    file: tiffOfEntries,
    refusedAs: 'not-a-picture',
  },
  {
    what: 'a HEIC picture, announced as AVIF',
    announcedAs: 'image/avif',
    file: text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
    refusedAs: 'not-a-picture',
  },
  { what: 'a file without a byte', announcedAs: 'image/png', file: text(''), bytes: 1, refusedAs: 'not-a-picture' },
  { what: 'a file of one byte', announcedAs: 'image/jpeg', file: text('\xff'), refusedAs: 'not-a-picture' },
  {
    what: 'a PNG header before noise',
    announcedAs: 'image/png',
    file: () => Buffer.concat([png(small).subarray(0, 33), Buffer.alloc(5_000, 'a7f3')]),
    refusedAs: 'broken',
  },
  { what: 'a JPEG, announced as PNG', announcedAs: 'image/png', file: jpeg, refusedAs: 'wrong-type' },
  {
    what: 'a file larger than it was announced',
    announcedAs: 'image/jpeg',
    file: jpeg,
    bytes: 100,
    refusedAs: 'too-large',
  },
];
