import { join } from 'node:path';
import { openApiPath } from '../../contracts/pages.ts';
import { pagesFolder } from '../pages.ts';
import { replaceFile } from '../replace-file.ts';
import { openApiDocument } from './document.ts';

/** Puts the API's description among the pages: the same bytes for the same contracts. */
export function writeOpenApi(): void {
  replaceFile(join(pagesFolder, openApiPath), Buffer.from(`${JSON.stringify(openApiDocument())}\n`));
}
