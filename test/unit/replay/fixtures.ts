import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTable, type Table } from '../../../tools/replay/csv.ts';
import { type Mapping, type MappingInput, mappingSchema } from '../../../tools/replay/mapping.ts';

/** Path of a file in the survey fixtures. */
export function surveyFile(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/surveys/${name}`, import.meta.url));
}

export function table(text: string, headerRows = 1): Table {
  return parseTable(text, { delimiter: ',', headerRows }, 'test.csv');
}

export function mapping(questions: MappingInput['questions']): Mapping {
  return mappingSchema.parse({ title: 'A survey', questions });
}

/** A folder that goes when its scope ends. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'replay-'));
  return {
    async write(name: string, text: string): Promise<string> {
      const file = join(folder, name);
      await writeFile(file, text);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
