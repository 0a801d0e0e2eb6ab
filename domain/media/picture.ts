import { type Picture, pictureKey } from '../../contracts/media.ts';

/** A picture that is kept: the hash that names its files, and its own size, from which all sizes follow. */
export interface StoredPicture {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** For an option in a list, for one in a grid, and for a whole screen, in pixels. */
const widths = [160, 480, 1_280] as const;
/** A strip is made no taller than twice its width, so that the work and the files stay bounded. */
const tallest = 2;

/**
 * The sizes in which a picture is kept: its own shape, never larger than it is.
 * @returns one at least, smallest first
 */
export function pictureSizes({ width, height }: Size): readonly [Size, ...Size[]] {
  const sizeOf = (most: number): Size => {
    const scale = Math.min(1, most / width, (tallest * most) / height);
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  };
  const sizes = widths.map(sizeOf);
  const [first = sizeOf(widths[0]), ...others] = sizes.filter(
    (size, index) => !sizes.slice(index + 1).some((larger) => larger.width === size.width),
  );
  return [first, ...others];
}

/** A picture as the API shows it. */
export function toPicture({ hash, width, height }: StoredPicture): Picture {
  const sizes = pictureSizes({ width, height });
  const largest = sizes[sizes.length - 1] ?? sizes[0];
  return {
    ...largest,
    sizes: sizes.map((size) => ({
      ...size,
      webp: `/${pictureKey(hash, size.width, 'webp')}`,
      avif: `/${pictureKey(hash, size.width, 'avif')}`,
    })),
  };
}
