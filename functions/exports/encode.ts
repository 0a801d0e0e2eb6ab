import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import type { ExportRequest } from '../../contracts/exports.ts';
import { columnsOf } from '../../domain/exports/columns.ts';
import { type ExportedResponse, plainAnswer } from '../../domain/exports/exported-response.ts';
import type { ExportPorts } from '../../domain/exports/run-export.ts';
import type { Poll } from '../../domain/polls/poll.ts';

/** How a poll's responses are written in the format that was asked for; pieces are gzip members. */
export function encoderOf(poll: Poll, { format, wording }: ExportRequest): ExportPorts['encode'] {
  const textOf = format === 'csv' ? csvOf(poll, wording) : jsonLinesOf;
  return (responses, isFirst) => {
    const text = textOf(responses, isFirst);
    // A copy: what zlib gives holds on to the 16 KB that it was written into, and a part has hundreds of pieces.
    return { text, compressed: Buffer.from(gzipSync(text)) };
  };
}

/**
 * RFC 4180, with a byte order mark by which spreadsheets know UTF-8. A cell that a spreadsheet would take for a formula
 * begins with an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvOf(poll: Poll, wording: ExportRequest['wording']) {
  const columns = columnsOf(poll, wording);
  const write = (rows: unknown[][]) =>
    stringify(rows, { escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ });
  return (responses: readonly ExportedResponse[], isFirst: boolean) => {
    const rows = responses.map((response) => columns.map((column) => column.cell(response)));
    return isFirst ? `\u{feff}${write([columns.map(({ header }) => header), ...rows])}` : write(rows);
  };
}

function jsonLinesOf(responses: readonly ExportedResponse[]): string {
  return responses
    .map((response) => {
      const { answers, submittedAt, ...rest } = response;
      const plain = Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, plainAnswer(answer)]));
      return `${JSON.stringify({ ...rest, submittedAt: new Date(submittedAt).toISOString(), answers: plain })}\n`;
    })
    .join('');
}
