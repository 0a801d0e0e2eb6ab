import type { ArchivedResponse } from './ports.ts';

/** The responses of a part's text, one a line. */
export function linesOf(text: string): ArchivedResponse[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ArchivedResponse);
}
