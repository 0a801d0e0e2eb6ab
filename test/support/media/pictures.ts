import sharp, { type Sharp } from 'sharp';

/** An ordinary picture with something on it, as a photo has. */
export function photo({ width, height }: { width: number; height: number }): Sharp {
  return sharp({
    create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 30 }, background: '#000' },
  }).blur(2);
}

/** A JPEG that says where it was taken, and by whom. */
export function jpegWithPlace(size: { width: number; height: number }): Promise<Buffer> {
  return photo(size)
    .withExif({
      IFD0: { Artist: 'Somebody Secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 20/1 0/1' },
    })
    .jpeg()
    .toBuffer();
}

/** All but the last part of a file. */
export function truncated(file: Buffer, kept = 0.5): Buffer {
  return file.subarray(0, Math.floor(file.length * kept));
}
