import { parseArgs } from 'node:util';
import { tableName } from '../contracts/names.ts';
import { type Scope, scopes } from '../contracts/scopes.ts';
import { hashKey, issueKey, looksLikeKey } from '../domain/polls/api-keys.ts';
import { documentClient } from '../stores/clients.ts';
import { DynamoKeyRegister } from '../stores/dynamo-key-register.ts';
import { runCommand, UsageError } from './command.ts';

const help = `Creates and revokes the API keys of a deployed stage.

  npm run keys -- create --workspace NAME [--name NAME] [--scopes ${scopes.join(',')}]
  npm run keys -- revoke

  --stage NAME      the stage (dev)
  --workspace NAME  whose polls the key may reach
  --name NAME       what it is for, in the workspace's list of keys (Made by a tool)
  --scopes LIST     what it may do (everything)

"create" prints the new key, once. "revoke" takes the key from GROUNDSWELL_API_KEY, so that it stays out of the shell's
history; functions may remember a key for a minute. Region and credentials come from the environment, as for every AWS
tool.

Exit status: 0 done, 1 it failed, 2 wrong usage.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: 'dev' },
      workspace: { type: 'string' },
      name: { type: 'string' },
      scopes: { type: 'string', default: scopes.join(',') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  const keys = new DynamoKeyRegister(documentClient(), tableName(values.stage, 'polls'));
  const [command, ...more] = positionals;
  if (command === 'create' && more.length === 0) {
    const caller = { workspaceId: workspaceOf(values.workspace), scopes: scopesOf(values.scopes) };
    console.log(await issueKey(keys, caller, values.name));
  } else if (command === 'revoke' && more.length === 0) {
    const key = process.env.GROUNDSWELL_API_KEY ?? '';
    if (!looksLikeKey(key)) throw new UsageError('GROUNDSWELL_API_KEY holds no API key.');
    if (!(await keys.revokeByHash(hashKey(key)))) {
      throw new Error('The stage has no such key, or it is revoked already.');
    }
    console.log('Revoked.');
  } else {
    throw new UsageError('Say "create" or "revoke"; --help tells more.');
  }
}

function workspaceOf(name: string | undefined): string {
  if (name) return name;
  throw new UsageError('Name the --workspace.');
}

function scopesOf(list: string): Scope[] {
  const wanted = list.split(',');
  const unknown = wanted.filter((scope) => !scopes.includes(scope as Scope));
  if (unknown.length > 0)
    throw new UsageError(`There is no scope ${unknown.join(', ')}; there are ${scopes.join(', ')}.`);
  return wanted as Scope[];
}

await runCommand('keys', main);
