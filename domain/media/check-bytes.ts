import { type PictureType, pictureLimits, type RefusalCode } from '../../contracts/media.ts';
import { hidesContent } from './hidden-content.ts';
import { latin1, sniffType } from './sniff.ts';

/**
 * What can be told of a file without decoding it.
 * @param announced what it was announced to be
 * @returns why it is refused; undefined when it may be decoded
 */
export function checkBytes(
  bytes: Uint8Array,
  announced: { readonly contentType: PictureType; readonly bytes: number },
): RefusalCode | undefined {
  if (bytes.length > announced.bytes) return 'too-large';
  const type = sniffType(bytes);
  if (type === undefined) return 'not-a-picture';
  if (type !== announced.contentType) return 'wrong-type';
  if (hidesContent(type, bytes)) return 'hidden-content';
  return type === 'image/png' ? checkPng(bytes) : undefined;
}

/** Chunks of a PNG that can unpack to any size, and say nothing of the pixels. */
const textChunks = ['tEXt', 'zTXt', 'iTXt', 'iCCP', 'eXIf'];

function checkPng(bytes: Uint8Array): RefusalCode | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let textBytes = 0;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = latin1(bytes.subarray(at + 4, at + 8));
    if (textChunks.includes(kind)) textBytes += length;
    if (textBytes > pictureLimits.pngTextBytes) return 'too-costly';
    // Four bytes each for the length, the kind and the checksum.
    at += 12 + length;
  }
  return undefined;
}
