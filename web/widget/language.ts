import type { Ballot } from '../client/client.ts';
import { h } from './dom.ts';
import { ar } from './texts/ar.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { ja } from './texts/ja.ts';
import { keys, type TextKey } from './texts/keys.ts';

/** By language: one line for each key. */
export const shipped: Readonly<Record<string, string>> = { en, de, fr, es, ar, ja };
const rightToLeft = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** How the widget speaks to one visitor. */
export interface Language {
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  say(text: TextKey, ...values: readonly (string | number)[]): string;
  number(value: number): string;
  percent(share: number): string;
  time(iso: string): string;
  /** A text of the poll by the path of its translation, such as `q1.options.a`. */
  text(path: string, original: string): string;
  /** The same as an element that says its own language and direction. */
  element(path: string, original: string): HTMLElement;
}

/**
 * @param lang of the element, if it says so; else the visitor's languages count
 * @param ballot absent while it is being loaded
 */
export function chooseLanguage(lang: string | null, ballot?: Ballot): Language {
  const wanted = lang ? [lang] : navigator.languages;
  const translations = ballot?.translations ?? {};
  const original = ballot?.language ?? '';
  const own = bestOf(wanted, [original, ...Object.keys(translations)]) ?? original;
  const tag = bestOf([...(lang ? wanted : []), own, ...wanted], Object.keys(shipped)) ?? 'en';
  const texts = (shipped[tag] ?? en).split('\n');
  // Numbers and dates as the visitor's own region writes them.
  const format = wanted.find((candidate) => baseOf(candidate) === tag) ?? tag;
  const text = (path: string, fallback: string) => translations[own]?.[path] ?? fallback;
  const numbers = new Intl.NumberFormat(format, { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat(format, { style: 'percent' });
  const times = new Intl.DateTimeFormat(format, { dateStyle: 'long', timeStyle: 'short' });
  return {
    tag,
    direction: rightToLeft.test(tag) ? 'rtl' : 'ltr',
    say: (key, ...values) =>
      (texts[keys.indexOf(key)] ?? '').replace(/\{(\d)\}/g, (_, place) => {
        const value = values[place] ?? '';
        return typeof value === 'number' ? numbers.format(value) : value;
      }),
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    time: (iso) => times.format(new Date(iso)),
    text,
    element(path, fallback) {
      const said = text(path, fallback);
      const language = said === fallback ? original : own;
      return h('span', { dir: 'auto', lang: language === tag ? undefined : language }, said);
    },
  };
}

/** The first wanted language that is there, exactly or at least by its base: `de` for `de-AT`. */
function bestOf(wanted: readonly string[], there: readonly string[]): string | undefined {
  for (const tag of wanted) {
    const found = there.find((one) => one === tag) ?? there.find((one) => baseOf(one) === baseOf(tag));
    if (found) return found;
  }
  return undefined;
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}
