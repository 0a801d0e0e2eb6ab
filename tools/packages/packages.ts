import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand } from '../command.ts';
import { bundledPackages } from './bundled.ts';
import { packagesPage } from './page.ts';

/** Where the list is kept that a change of packages must change, too. From the project's folder. */
const file = 'docs/security/packages.md';

const help = `Lists the packages that each function is deployed with, and compares them with ${file}.

  npm run packages [-- --write]

  --write   write the file anew

Exit status: 0 the file is as it should be, or was written; 1 it isn't; 2 wrong usage.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const page = packagesPage(bundledPackages());
  if (values.write) {
    writeFileSync(file, page);
    return 0;
  }
  console.log(page);
  if (page === readFileSync(file, 'utf8')) return 0;
  console.error(`${file} says otherwise: look at what has changed, and run \`npm run packages -- --write\`.`);
  return 1;
}

await runCommand('packages', main);
