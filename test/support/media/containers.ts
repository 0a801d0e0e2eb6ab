import { deflateRawSync } from 'node:zlib';

/** A GIF of frames with one pixel's data each. @param size what its header and its frames claim */
export function gif(size: { width: number; height: number }, frames = 1): Buffer {
  const header = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  header.writeUInt16LE(size.width, 6);
  header.writeUInt16LE(size.height, 8);
  const frame = Buffer.from('!\xf9\x04\0\x01\0\0\0,\0\0\0\0\0\0\0\0\0\x02\x02D\x01\0', 'latin1');
  frame.writeUInt16LE(size.width, 13);
  frame.writeUInt16LE(size.height, 15);
  return Buffer.concat([header, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}

/** A WebP whose extended header claims a canvas, with no picture on it. */
export function emptyWebp({ width, height }: { width: number; height: number }): Buffer {
  const canvas = Buffer.alloc(18);
  canvas.write('VP8X', 'latin1');
  canvas.writeUInt32LE(10, 4);
  canvas.writeUIntLE(width - 1, 12, 3);
  canvas.writeUIntLE(height - 1, 15, 3);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(4 + canvas.length);
  return Buffer.concat([Buffer.from('RIFF'), length, Buffer.from('WEBP'), canvas]);
}

/** A ZIP archive of one file. */
export function zip(name: string, content: string): Buffer {
  const data = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, entry, Buffer.from(name), end]);
}

/** A TIFF whose directory claims as many entries as it can, each of the largest size. */
export function tiffOfEntries(): Buffer {
  const header = Buffer.from('II*\0\x08\0\0\0\xff\xff', 'latin1');
  const entry = Buffer.from('\0\x01\x04\0\xff\xff\xff\xff\x08\0\0\0', 'latin1');
  return Buffer.concat([header, ...Array.from({ length: 0xffff }, () => entry)]);
}
