import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A chunk of a PNG with its length and checksum. */
export function pngChunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A grey PNG of any size that a header can claim. @param pixels what is unpacked; by default a few rows too few */
export function png(
  size: { width: number; height: number },
  given: { pixels?: Uint8Array; before?: readonly Buffer[] } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size.width, 0);
  header.writeUInt32BE(size.height, 4);
  header.writeUInt8(8, 8);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    ...(given.before ?? []),
    pngChunk('IDAT', deflateSync(given.pixels ?? Buffer.alloc(1_024))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The pixels of a grey picture, each row behind its filter byte. */
export function greyPixels({ width, height }: { width: number; height: number }): Buffer {
  return Buffer.alloc((width + 1) * height);
}
