import type { PictureType } from '../../contracts/media.ts';

/** The first bytes of a format, by their place; texts stand for their characters' codes. */
interface Signature {
  readonly type: PictureType;
  readonly parts: readonly { readonly at: number; readonly oneOf: readonly string[] }[];
}

const signatures: readonly Signature[] = [
  { type: 'image/jpeg', parts: [{ at: 0, oneOf: ['\xff\xd8\xff'] }] },
  { type: 'image/png', parts: [{ at: 0, oneOf: ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR'] }] },
  { type: 'image/gif', parts: [{ at: 0, oneOf: ['GIF87a', 'GIF89a'] }] },
  {
    type: 'image/webp',
    parts: [
      { at: 0, oneOf: ['RIFF'] },
      { at: 8, oneOf: ['WEBPVP8 ', 'WEBPVP8L', 'WEBPVP8X'] },
    ],
  },
  // HEIC, which stands in the same container, has other brands: few browsers show it.
  {
    type: 'image/avif',
    parts: [
      { at: 4, oneOf: ['ftyp'] },
      { at: 8, oneOf: ['avif', 'avis'] },
    ],
  },
];

/** What a file is by its first bytes, whatever it is called; undefined for what isn't taken. */
export function sniffType(bytes: Uint8Array): PictureType | undefined {
  const text = latin1(bytes.subarray(0, 32));
  return signatures.find(({ parts }) => parts.every(({ at, oneOf }) => oneOf.some((part) => text.startsWith(part, at))))
    ?.type;
}

/** Bytes as characters of the same codes, so that signatures read as texts. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
