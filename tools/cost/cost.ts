import { runCommand, UsageError } from '../command.ts';

const help = `What votes cost, what a month will, and what can be saved.

  npm run cost -- million   a million votes and views, counted on the laptop and priced (what it does without a name)
  npm run cost -- rates     a stage's month at steady rates of votes, and idle, as one short table
  npm run cost -- month     a stage's next month by service from forecast or observed use, with bands; savings, ranked
                            with their risk; the budget
  npm run cost -- profile   functions' times by memory from Lambda's own logs, as month --profile takes them

Each of them has --help.`;

/** Loaded when it is asked for: only the first one needs the laptop. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>> = {
  million: async (args) => (await import('./million.ts')).million(args),
  rates: async (args) => (await import('./rates.ts')).rates(args),
  month: async (args) => (await import('./month/month.ts')).month(args),
  profile: async (args) => (await import('./profile/command.ts')).profile(args),
};

async function main(): Promise<unknown> {
  const [name, ...rest] = process.argv.slice(2);
  if (name === '--help') return console.log(help);
  if (name === undefined || name.startsWith('-')) return commands.million?.(process.argv.slice(2));
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no "${name}": ${Object.keys(commands).join(', ')}.`);
  return command(rest);
}

await runCommand('cost', main);
