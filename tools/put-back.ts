import { parseArgs } from 'node:util';
import { tableName } from '../contracts/names.ts';
import { documentClient } from '../stores/clients.ts';
import { type PutBackTable, putBack } from '../stores/dynamo-put-back.ts';
import { runCommand, UsageError } from './command.ts';

const help = `Puts what a restored table holds back into the live one, where that has nothing under the same key.

  npm run put-back -- --table TABLE --from NAME [--poll ID]

  --table TABLE    polls or responses
  --from NAME      the restored table
  --poll ID        this poll's items only
  --stage NAME     the stage (dev)

Of polls, it puts back polls, workspaces and API keys; of responses, responses. Plans for audiences, switches that
take a region out of service, heartbeats, a recount's probes, marks of events that were told and deliveries to
webhooks are left out, and their number is told.
What the live table has stays as it is, so it can be run again. Responses reach the tallies of every region through
the live table's stream. Region and credentials come from the environment, as for every AWS tool.

Exit status: 0 all is put back; 1 it isn't; 2 wrong usage.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      table: { type: 'string' },
      from: { type: 'string' },
      poll: { type: 'string' },
      stage: { type: 'string', default: 'dev' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!isPutBackTable(values.table)) throw new UsageError('--table takes polls or responses; --help tells more.');
  if (!values.from) throw new UsageError('Name the restored table with --from; --help tells more.');
  const to = tableName(values.stage, values.table);
  if (values.from === to) throw new UsageError('--from is the live table itself.');
  const show = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
  };
  const { put, kept, expired, leftOut } = await putBack(documentClient(), {
    table: values.table,
    from: values.from,
    to,
    pollId: values.poll,
    now: Date.now(),
    onProgress: (read) => show(`${read} items read`),
  }).finally(() => show(''));
  console.log(`Put back ${put} items; ${kept} were there, ${expired} have expired, ${leftOut} left out.`);
  return 0;
}

function isPutBackTable(table: string | undefined): table is PutBackTable {
  return table === 'polls' || table === 'responses';
}

await runCommand('put-back', main);
