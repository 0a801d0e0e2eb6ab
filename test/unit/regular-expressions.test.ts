import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** What handles others' input. */
const folders = ['contracts', 'domain', 'functions', 'stores'];

interface Found {
  readonly file: string;
  readonly pattern: string;
}

/** Literals, and what `new RegExp` is given, with `0` in place of what is filled in. */
function expressionsOf(file: string): Found[] {
  const code = readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
  const literals = [
    ...code.matchAll(
      /(?<=[=(,:?&|!]\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*)\/[dgimsuvy]*/g,
    ),
  ];
  const built = [...code.matchAll(/new RegExp\(\s*(?:String\.raw)?([`'])((?:\\.|(?!\1)[^\\])*)\1/g)];
  return [...literals.map(([, pattern = '']) => pattern), ...built.map(([, , pattern = '']) => pattern)].map(
    (pattern) => ({
      file,
      pattern: pattern.replaceAll(/\$\{[^}]*\}/g, '0'),
    }),
  );
}

/** Whether something that repeats without end holds something else that does, or a back reference is there. */
function canExplode(pattern: string): boolean {
  const bare = pattern
    .replaceAll(/\\[1-9]/g, '\u0001')
    .replaceAll(/\\./g, 'a')
    .replaceAll(/\[[^\]]*\]/g, 'a');
  if (bare.includes('\u0001')) return true;
  const open: { repeats: boolean }[] = [{ repeats: false }];
  const endless = /^(?:[*+]|\{\d+,\})/;
  for (let at = 0; at < bare.length; at += 1) {
    const inner = open.at(-1);
    if (bare[at] === '(') open.push({ repeats: false });
    else if (bare[at] === ')') {
      const closed = open.pop();
      const isRepeated = endless.test(bare.slice(at + 1));
      if (closed?.repeats && isRepeated) return true;
      const outer = open.at(-1);
      if (outer && (closed?.repeats || isRepeated)) outer.repeats = true;
    } else if (inner && endless.test(bare.slice(at))) inner.repeats = true;
  }
  return false;
}

const found = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => expressionsOf(`${folder}/${name}`)),
);

test('no regular expression holds a repetition without end in another, which takes for ever on some input', () => {
  assert.deepEqual(
    found.filter(({ pattern }) => canExplode(pattern)),
    [],
  );
  assert.ok(found.length > 30, `only ${found.length} were found`);
});

test('what takes for ever is recognized, and what only looks like it is not', () => {
  for (const pattern of ['(a+)+', '(a*)*b', '^(?:[a-z]+\\s?)*$', '((ab)+c)+', '(\\w+)\\1', '(.{2,})+']) {
    assert.ok(canExplode(pattern), pattern);
  }
  for (const pattern of ['(a+)?', '(ab)+', '[(a+)+]', '\\(a+\\)+', '(-[a-z]{2,8}){0,2}', 'a+b+']) {
    assert.ok(!canExplode(pattern), pattern);
  }
});
