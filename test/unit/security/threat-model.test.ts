import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rowsOf } from './table.ts';

const rows = rowsOf(readFileSync('docs/security/threat-model.md', 'utf8'));
const threats = rows.filter(({ cells }) => cells.length === 5);
const shown = rows.map(({ heading, cells }) => ({ what: `${heading}: ${cells[1] ?? ''}`, test: cells.at(-1) ?? '' }));

const isAccepted = (cell: string) => /^accepted: \S.{15,}/.test(cell);

test('every line of the threat model names a test that is there, or says why it stands open', () => {
  assert.ok(shown.length > 60);
  for (const { what, test: cell } of shown) {
    if (isAccepted(cell)) continue;
    const [, file = '', title = ''] = /^`([^`]+)` "(.+)"$/.exec(cell) ?? [];
    assert.ok(existsSync(file), `${what}: ${cell}`);
    const found = ["'", '"', '`'].some((quote) =>
      readFileSync(file, 'utf8').includes(`test(${quote}${title}${quote},`),
    );
    assert.ok(found, `${what}: ${file} has no test "${title}"`);
  }
});

test('every defence names the file that holds it', () => {
  for (const { heading, cells } of threats) {
    const [, threat, defence, holder = '', shownBy = ''] = cells;
    const what = `${heading}: ${threat}`;
    if (defence === '—') assert.ok(isAccepted(shownBy), what);
    else assert.ok(existsSync(/^`([^`]+)`$/.exec(holder)?.[1] ?? ''), `${what}: ${holder}`);
  }
});

test('every way of data has threats of several kinds, and each kind is one of STRIDE', () => {
  const ways = Map.groupBy(threats, ({ heading }) => heading);
  assert.equal(ways.size, 12);
  for (const [way, lines] of ways) {
    const kinds = new Set(lines.map(({ cells }) => cells[0] ?? ''));
    assert.ok(kinds.size >= 4, way);
    for (const kind of kinds) assert.match(kind, /^[STRIDE]$/, way);
  }
});

test('a table reads as its rows, without heads', () => {
  const page = '# A\n\n| x | y |\n| --- | --- |\n| 1 | `2` |\n\n## B\n| z |\n| - |\n| 3 |\n';
  assert.deepEqual(rowsOf(page), [
    { heading: 'A', cells: ['1', '`2`'] },
    { heading: 'B', cells: ['3'] },
  ]);
});
