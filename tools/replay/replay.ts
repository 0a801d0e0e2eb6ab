import { help, readArguments } from './arguments.ts';
import { draftMapping } from './draft.ts';
import { ApiError, UsageError } from './errors.ts';
import { replay } from './run.ts';

const exitCodes = { equal: 0, different: 1, usage: 2, api: 3 } as const;

async function main(): Promise<number> {
  const command = readArguments(process.argv.slice(2), process.env);
  switch (command.kind) {
    case 'help':
      process.stdout.write(`${help}\n`);
      return exitCodes.equal;
    case 'init':
      process.stdout.write(`${JSON.stringify(draftMapping(command.file), null, 2)}\n`);
      return exitCodes.equal;
    case 'replay': {
      const isEqual = await replay(command, { results: process.stdout, progress: process.stderr });
      return isEqual ? exitCodes.equal : exitCodes.different;
    }
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ApiError)) throw error;
  process.stderr.write(`replay: ${error.message}\n`);
  process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.api;
}
