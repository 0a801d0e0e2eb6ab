import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { voterTokenSecretName } from '../contracts/names.ts';
import { withNewKey } from '../domain/signing-keys.ts';
import { secretsClient } from '../stores/clients.ts';
import { fetchSecret } from '../stores/secret.ts';
import { runCommand, UsageError } from './command.ts';

const help = `Gives the tokens of voters and viewers of a deployed stage a new key.

  npm run rotate -- --stage NAME [--leaked]

  --stage NAME  the stage (dev)
  --leaked      every token of now ends, within five minutes: devices get new ones, and may vote again where they had

Without --leaked the new key signs in a quarter of an hour, and what the one before it signed stays good until the
next rotation. No deployment is needed. Region (the stage's first) and credentials come from the environment.

Exit status: 0 done, 1 it failed, 2 wrong usage.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: 'dev' },
      leaked: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  if (positionals.length > 0) throw new UsageError('It takes options only; --help tells more.');
  const client = secretsClient();
  const SecretId = voterTokenSecretName(values.stage);
  const fresh = randomBytes(48).toString('base64url');
  const SecretString = values.leaked ? fresh : withNewKey(await fetchSecret(client, SecretId), fresh, Date.now());
  await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  console.log(values.leaked ? 'Every token ends within five minutes.' : 'The new key signs in a quarter of an hour.');
}

await runCommand('rotate', main);
