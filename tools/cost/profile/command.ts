import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../../command.ts';
import { reportsOf } from './lines.ts';
import { columns, functionNamed, leastCalls, query, rowsOf } from './profile.ts';

const help = `Makes a profile of functions' times by memory from Lambda's own logs, for npm run cost -- month --profile.

  npm run cost -- profile submitResponse=report.log recordResponses=other.log > profile.csv
  npm run cost -- profile --query

  FUNCTION=FILE  lines as Lambda writes them of each call: REPORT RequestId: …, or JSON of the type platform.report; of
                 several memory sizes in one file, or in several
  --query        the query for CloudWatch Logs Insights, whose export as CSV is a profile, too

Memory changes nothing on the laptop, so only Lambda's lines tell what a function takes with more or less. For an hour,
let it write them, and give it one memory size after the other under the same load:

  aws lambda update-function-configuration --function-name NAME --memory-size 1024 \\
    --logging-config LogFormat=JSON,SystemLogLevel=INFO

and publish each as a version for the alias live. The next deployment puts back what the templates say.

Exit status: 0 done; 1 it failed; 2 wrong usage, or no such lines.`;

/** `npm run cost -- profile`. */
export async function profile(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { query: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(help);
  if (values.query) return console.log(query);
  if (positionals.length === 0) throw new UsageError('Name functions and files, as FUNCTION=FILE.');
  const given = positionals.map((text) => {
    const [name = '', ...file] = text.split('=');
    if (file.length === 0) throw new UsageError(`"${text}" is no FUNCTION=FILE.`);
    return { name: functionNamed(name), file: file.join('=') };
  });
  console.log(columns.join(','));
  for (const [name, files] of Map.groupBy(given, ({ name }) => name)) {
    const reports = files.flatMap(({ file }) => reportsOf(readFileSync(file, 'utf8')));
    if (reports.length < leastCalls)
      console.error(`${name}: ${reports.length} calls tell little; take ${leastCalls} or more.`);
    for (const row of rowsOf(name, reports)) console.log(row);
  }
}
