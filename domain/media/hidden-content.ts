import type { PictureType } from '../../contracts/media.ts';
import { latin1 } from './sniff.ts';

/**
 * What a browser, a server or a reader of documents would run or open, wherever it stands in the file. Each is long
 * enough that the noise of a compressed picture of 10 MB holds it less than once in 10,000 times.
 */
const active =
  /<!doctype|<html[\s>]|<body[\s>]|<script|<iframe|<svg\s[^>]{0,500}xmlns|<\?php\s|javascript:|__halt_compiler|%pdf-1/i;
const rarArchive = 'Rar!\x1a\x07';

/** Where the end of a ZIP archive can stand: 22 bytes, behind them a comment of up to 64 KB. */
const zipTail = 22 + 0xffff;

/**
 * Whether a picture is something else, too, for another reader: a page, a script, a document or an archive. What is
 * kept is made anew from the pixels and harmless, but a file that was made so means no good. What cameras add behind
 * a picture, such as further pictures or a short film, is none of that.
 */
export function hidesContent(type: PictureType, bytes: Uint8Array): boolean {
  const text = latin1(bytes);
  return active.test(text) || text.includes(rarArchive) || beginsScript(type, text) || holdsZip(bytes);
}

/**
 * A script may begin as `ÿØÿà/*`, `GIF89a/*` or `GIF89a=1`: the length of the first part, or a width of thousands,
 * reads as a comment or as what a variable is set to.
 */
function beginsScript(type: PictureType, text: string): boolean {
  return (
    (type === 'image/jpeg' && text.startsWith('/*', 4)) || (type === 'image/gif' && /^.{6}(\/\*|=[ -~])/s.test(text))
  );
}

/** Archives are read from their end, which names the place and the size of their directory. */
function holdsZip(bytes: Uint8Array): boolean {
  const start = Math.max(0, bytes.length - zipTail);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  for (let at = tail.indexOf('PK\x05\x06'); at >= 0; at = tail.indexOf('PK\x05\x06', at + 1)) {
    if (at + 22 > tail.length) return false;
    const files = tail.readUInt16LE(at + 10);
    const directoryBytes = tail.readUInt32LE(at + 12);
    if (files > 0 && directoryBytes > 0 && directoryBytes <= start + at) return true;
  }
  return false;
}
