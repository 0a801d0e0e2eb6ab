import { readFileSync, statSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from './errors.ts';

/** The encodings that survey exports come in; every Latin-1 text reads the same as Windows-1252. */
export const encodings = ['utf-8', 'latin-1', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** A file is read whole, and gone through in memory: 256 MB are millions of respondents. */
const mostBytes = 256 * 1024 * 1024;

/** One respondent's line. */
export interface Row {
  /** As a spreadsheet numbers it: 1 is the first header row. */
  readonly number: number;
  /** As many as the table has columns; trimmed, with runs of white space made one space. */
  readonly cells: readonly string[];
}

/** A survey export in memory: it is gone through several times, so streaming it would only mean reading it again. */
export interface Table {
  readonly headers: readonly (readonly string[])[];
  readonly columns: number;
  readonly rows: readonly Row[];
}

export interface TableFormat {
  readonly encoding: Encoding;
  readonly headerRows: number;
  readonly delimiter: string;
}

/** Two texts that differ in white space only are the same label. */
export function normalize(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * Reads a survey export: RFC 4180 quoting, LF or CRLF, with or without a byte order mark. Rows that are cut short
 * are filled with blanks; empty lines are no respondents.
 * @throws UsageError where the file can't be read, isn't in the encoding, isn't CSV or has no respondents
 */
export function readTable(file: string, format: TableFormat): Table {
  const table = parseTable(decode(readBytes(file), format.encoding, file), format, file);
  if (table.rows.length === 0) {
    throw new UsageError(`${file} has no respondents after its ${format.headerRows} header row(s)`);
  }
  return table;
}

/** The bytes of a file. @throws UsageError where it can't be read */
export function readBytes(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, and ${mostBytes} are the most`);
    return readFileSync(file);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read: ${reason}`);
  }
}

/** @throws UsageError where the bytes aren't text in this encoding */
export function decode(bytes: Uint8Array, encoding: Encoding, file: string): string {
  try {
    return new TextDecoder(encoding === 'utf-8' ? 'utf-8' : 'windows-1252', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(
      `${file} isn't ${encoding} text; name its encoding in the mapping (one of ${encodings.join(', ')})`,
    );
  }
}

/** @throws UsageError where the text isn't CSV, or a row holds more than the header has columns */
export function parseTable(text: string, format: Omit<TableFormat, 'encoding'>, file: string): Table {
  const records = parseRecords(text, format.delimiter, file).map((cells) => cells.map(normalize));
  const headers = records.slice(0, format.headerRows);
  const columns = Math.max(0, ...headers.map((header) => header.length));
  const rows: Row[] = [];
  for (const [index, cells] of records.entries()) {
    const isEmptyLine = cells.length === 1 && cells[0] === '';
    if (index < format.headerRows || isEmptyLine) continue;
    if (cells.slice(columns).some((cell) => cell !== '')) {
      throw new UsageError(`${file}, row ${index + 1}: ${cells.length} cells, but the header has ${columns} columns`);
    }
    rows.push({ number: index + 1, cells: Array.from({ length: columns }, (_, column) => cells[column] ?? '') });
  }
  return { headers, columns, rows };
}

function parseRecords(text: string, delimiter: string, file: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true });
  } catch (error) {
    if (error instanceof CsvError) throw new UsageError(`${file} isn't well-formed CSV: ${error.message}`);
    throw error;
  }
}
