import * as z from 'zod/mini';

/**
 * Signs that change how what follows is read, and can be left open beyond the end of a text: embeddings, overrides and
 * isolates (https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings). The marks U+200E, U+200F and U+061C
 * stay allowed: they have no reach, and people who write from right to left need them.
 */
const turning = String.raw`\u202a-\u202e\u2066-\u2069`;

/** Neither control characters nor line ends, NUL among them, nor what turns the reading direction. */
const line = new RegExp(String.raw`^[^\u0000-\u001f\u007f-\u009f\u2028\u2029${turning}]*$`);
/** The same, with tabs and line ends. */
const prose = new RegExp(String.raw`^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f${turning}]*$`);

/** Control characters in what a voter writes: no keyboard has them, and the tools that read exports stumble over them. */
const controls = /(?![\t\n\r])\p{Cc}/u;

/** Half of a surrogate pair is no character, and storage would silently put another in its place. */
export const wellFormed = z.refine<string>((text) => text.isWellFormed(), 'must be well-formed Unicode');

/**
 * A text of one line that a person reads, in Normalization Form C: however a keyboard makes its letters, the same text is
 * the same.
 */
export function lineOf(least: number, most: number) {
  const said = 'must be one line, without characters that control or turn it';
  return z.string().check(z.normalize('NFC'), z.minLength(least), z.maxLength(most), z.regex(line, said), wellFormed);
}

/** A text of several lines, else the same. */
export function proseOf(least: number, most: number) {
  const said = 'must have no characters that control it or turn it';
  return z.string().check(z.normalize('NFC'), z.minLength(least), z.maxLength(most), z.regex(prose, said), wellFormed);
}

/**
 * Why a voter's text can't be taken. Signs that turn the reading direction are the voter's own: whoever shows the text
 * keeps them in.
 * @returns undefined where it can
 */
export function textFault(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  return controls.test(text) ? 'must have no control characters' : undefined;
}
