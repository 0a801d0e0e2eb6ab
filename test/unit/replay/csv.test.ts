import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, parseTable, readTable } from '../../../tools/replay/csv.ts';
import { table } from './fixtures.ts';

test('quotes keep delimiters, quotes and line ends inside a cell', () => {
  const { rows } = table('a,b\n"x, ""y""","one\ntwo"\n');
  assert.deepEqual(rows, [{ number: 2, cells: ['x, "y"', 'one two'] }]);
});

test('CRLF ends a row like LF, and empty lines are no respondents but keep their row numbers', () => {
  const { rows } = table('a,b\r\n1,2\r\n\r\n3,4\r\n');
  assert.deepEqual(rows, [
    { number: 2, cells: ['1', '2'] },
    { number: 4, cells: ['3', '4'] },
  ]);
});

test('a byte order mark is no part of the first header', () => {
  const text = decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]), 'utf-8', 'test.csv');
  assert.equal(text, 'a');
});

test('bytes that are not UTF-8 are refused with the encodings to choose from, and read as Latin-1', () => {
  const bytes = new Uint8Array([0x63, 0x61, 0x66, 0xe9]);
  assert.throws(() => decode(bytes, 'utf-8', 'menu.csv'), /menu\.csv isn't utf-8 text; .*windows-1252/);
  assert.equal(decode(bytes, 'latin-1', 'menu.csv'), 'café');
});

test('two header rows stay apart from the respondents', () => {
  const { headers, rows } = table('Films,\nI,II\nx,\n', 2);
  assert.deepEqual(headers, [
    ['Films', ''],
    ['I', 'II'],
  ]);
  assert.deepEqual(rows, [{ number: 3, cells: ['x', ''] }]);
});

test('a short row is filled with blanks and a long one is refused by its number', () => {
  assert.deepEqual(table('a,b,c\n1\n').rows[0]?.cells, ['1', '', '']);
  assert.throws(() => table('a,b\n1,2\n1,2,3\n'), /row 3: 3 cells, but the header has 2 columns/);
});

test('another delimiter is followed', () => {
  const { rows } = parseTable('a;b\n1;2\n', { delimiter: ';', headerRows: 1 }, 'test.csv');
  assert.deepEqual(rows[0]?.cells, ['1', '2']);
});

test('an unclosed quote and a missing file are told in one sentence', () => {
  assert.throws(() => table('a,b\n"1,2\n'), /test\.csv isn't well-formed CSV/);
  assert.throws(
    () => readTable('nowhere.csv', { encoding: 'utf-8', delimiter: ',', headerRows: 1 }),
    /nowhere\.csv can't be read: there is no such file/,
  );
});
