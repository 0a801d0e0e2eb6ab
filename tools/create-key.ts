import { parseArgs } from 'node:util';
import { tableName } from '../contracts/names.ts';
import { type Scope, scopes } from '../contracts/routes.ts';
import { issueKey } from '../domain/polls/api-keys.ts';
import { documentClient } from '../stores/clients.ts';
import { DynamoKeyStore } from '../stores/dynamo-key-store.ts';

const help = `Creates an API key in a deployed stage and prints it, once.

npm run create-key -- --workspace NAME [--stage dev] [--scopes ${scopes.join(',')}]

Region and credentials come from the environment, as for every AWS tool.`;

/** @returns the process's exit code */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      stage: { type: 'string', default: 'dev' },
      scopes: { type: 'string', default: scopes.join(',') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const wanted = values.scopes.split(',');
  const unknown = wanted.filter((scope) => !scopes.includes(scope as Scope));
  if (!values.workspace || unknown.length > 0) {
    console.error(unknown.length > 0 ? `There is no scope ${unknown.join(', ')}.` : 'Name the --workspace.');
    return 2;
  }
  const keys = new DynamoKeyStore(documentClient(), tableName(values.stage, 'polls'));
  console.log(await issueKey(keys, { workspaceId: values.workspace, scopes: wanted as Scope[] }));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`create-key: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
