import { parseArgs } from 'node:util';
import { runCommand, UsageError, wholeNumber } from '../command.ts';
import { smoke } from './smoke-test.ts';

const help = `Takes the way of a vote once: makes a poll, opens it, votes, reads the result, closes and deletes it.

  npm run smoke -- --url URL [--key KEY]

  --url URL           the API's address
  --key KEY           an API key with polls:write; without it, the one of GROUNDSWELL_API_KEY, which stays out of the
                      shell's history
  --patience SECONDS  how long the result may take (120)

Exit status: 0 the backend works; 1 it doesn't, and the last line says where; 2 wrong usage.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      patience: { type: 'string', default: '120' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  const key = values.key ?? process.env.GROUNDSWELL_API_KEY;
  if (!values.url || !URL.canParse(values.url)) throw new UsageError('Name the --url of the API.');
  if (!key) throw new UsageError('Give a --key, or set GROUNDSWELL_API_KEY.');
  const patience = wholeNumber('patience', values.patience);
  await smoke({ url: values.url.replace(/\/$/, ''), key, tell: (text) => console.log(text), patience });
}

await runCommand('smoke', main);
