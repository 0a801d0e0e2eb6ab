import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { lineOf } from './text.ts';

/** What may be uploaded. Never SVG, which is a document that can hold scripts. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const;
export type PictureType = (typeof pictureTypes)[number];

/** Bounds of an uploaded picture. */
export const pictureLimits = {
  bytes: 10 * 1024 * 1024,
  /** Width times height: the newest phones take pictures of 50 million, and decoded those are 200 MB. */
  pixels: 50_000_000,
  /** Longest side, the most that WebP can have (https://developers.google.com/speed/webp/faq). */
  side: 16_383,
  /** Frames of an animation, of which the first one is shown. */
  frames: 1_000,
  /** Texts and profiles that a PNG carries beside the picture, in bytes. */
  pngTextBytes: 1024 * 1024,
} as const;

/** How long an upload may begin after it was asked for, in seconds. */
export const uploadSeconds = 300;

/** Body of `POST /media`. */
export const newUploadSchema = z.strictObject({
  /** What the file claims to be; what it is has to agree. */
  contentType: z.enum(pictureTypes),
  /** Exact size of the file: a bigger one is refused at once. */
  bytes: z.int().check(z.gte(1), z.lte(pictureLimits.bytes)),
  /** For people who look for it again. */
  name: z.optional(lineOf(1, limits.mediaNameLength)),
});

export type NewUpload = z.output<typeof newUploadSchema>;

/** Body of the `201` answer of `POST /media`. */
export interface UploadTicket {
  /** Names the picture in `GET /media/{mediaId}`, and in polls once it is ready. */
  readonly id: string;
  readonly state: 'pending';
  /** Send a form of these fields, in this order, and last the file as the field `file`, by POST to the URL. */
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  /** When the URL stops taking it. */
  readonly expiresAt: string;
}

/** Why an upload was refused, each with what a person can do. The codes are stable, the sentences may change. */
export const refusals = {
  'too-large': 'The file is larger than it was announced to be.',
  'not-a-picture': 'The file is no JPEG, PNG, WebP, GIF or AVIF picture.',
  'wrong-type': 'The file is another kind of picture than it was announced to be.',
  'hidden-content': 'The file holds something else beside the picture: save it anew with a picture editor.',
  'too-many-pixels': `The picture has more than ${pictureLimits.pixels} pixels, or a side above ${pictureLimits.side}.`,
  'too-many-frames': `The animation has more than ${pictureLimits.frames} frames.`,
  broken: 'The picture is damaged or cut off.',
  'too-costly': 'The picture takes too much time or memory to read.',
  'upload-gone': 'The file was not looked at within a day of its upload: send it again.',
} as const;
export type RefusalCode = keyof typeof refusals;

/** A picture in the sizes in which it is kept. Addresses are paths at the address of the API, and never change. */
export interface Picture {
  /** Of the largest size, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Smallest first. */
  readonly sizes: readonly PictureSize[];
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly webp: string;
  readonly avif: string;
}

/** Pictures by their media id. */
export type Pictures = Readonly<Record<string, Picture>>;

/** Body of `GET /media/{mediaId}`. */
export type MediaView = {
  readonly id: string;
  readonly createdAt: string;
  readonly name?: string;
} & (
  | { readonly state: 'pending' }
  | { readonly state: 'ready'; readonly picture: Picture }
  | { readonly state: 'refused'; readonly reason: RefusalCode; readonly detail: string }
);

/** The formats in which each size is kept. */
export const pictureFormats = ['webp', 'avif'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** Below it stand pictures: `/media/<hash>/<width>.webp`. `/media/{mediaId}` alone belongs to the API. */
export const mediaPath = '/media/';

/** What keys begin with in the buckets of uploads and of pictures. */
export const keyPrefixes = { uploads: 'uploads/', media: 'media/' } as const;

/** A file's key in the Media bucket; its address is `/` and this. */
export function pictureKey(hash: string, width: number, format: PictureFormat): string {
  return `${keyPrefixes.media}${hash}/${width}.${format}`;
}

/** What browsers and CloudFront may do with a picture: it never changes. */
export const pictureCacheControl = 'public, max-age=31536000, immutable';
