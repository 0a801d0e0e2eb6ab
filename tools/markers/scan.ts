import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text that was planted, or made in secret, and may be in no log. */
export interface Marker {
  /** What it was: `answer`, `api key`. */
  readonly kind: string;
  /** Long enough to be in no other text by chance. */
  readonly text: string;
}

/** A marker where it may not be. */
export interface Leak {
  readonly kind: string;
  readonly form: Form['name'];
  /** A file, and the number of the line. */
  readonly where: string;
  readonly line: string;
}

interface Form {
  readonly name: 'as it is' | 'base64' | 'hex' | 'percent-encoded';
  readonly text: string;
}

/** A text to be scanned, with a name for people. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Every file below a folder. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => ({ name: file.slice(folder.length + 1), text: readFileSync(file, 'utf8') }));
}

/** Every line of the sources that holds a marker, in whatever form; a line once for each kind. */
export function leaksOf(sources: readonly Source[], markers: readonly Marker[]): Leak[] {
  const found = new Map<string, Leak>();
  for (const { kind, text } of markers) {
    for (const form of formsOf(text)) {
      for (const source of sources) {
        for (let at = source.text.indexOf(form.text); at >= 0; at = source.text.indexOf(form.text, at + 1)) {
          const number = source.text.slice(0, at).split('\n').length;
          const where = `${source.name}:${number}`;
          found.set(`${kind} ${where}`, {
            kind,
            form: form.name,
            where,
            line: source.text.split('\n')[number - 1] ?? '',
          });
        }
      }
    }
  }
  return [...found.values()];
}

/** The forms in which a text may hide, each once. */
function formsOf(text: string): Form[] {
  const hex = Buffer.from(text).toString('hex');
  const base64 = [0, 1, 2].map((before) => inBase64(text, before));
  const forms: Form[] = [
    { name: 'as it is', text },
    { name: 'as it is', text: JSON.stringify(text).slice(1, -1) },
    ...[...base64, ...base64.map(toUrlAlphabet)].map((form): Form => ({ name: 'base64', text: form })),
    { name: 'hex', text: hex },
    { name: 'hex', text: hex.toUpperCase() },
    { name: 'percent-encoded', text: encodeURIComponent(text) },
  ];
  // The plainest name of a form that several have.
  return [...new Map(forms.toReversed().map((form) => [form.text, form])).values()];
}

/** What is sure to be in the base64 of whatever holds the text behind so many other bytes, modulo three. */
function inBase64(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const encoded = bytes.toString('base64').replace(/=+$/, '');
  // A character of the beginning and one of the end hold bits of what stands beside the text.
  const from = before === 0 ? 0 : before + 1;
  const to = bytes.length % 3 === 0 ? encoded.length : encoded.length - 1;
  return encoded.slice(from, to);
}

const toUrlAlphabet = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');
