import { onEndingSignal } from '../local/ending-signals.ts';

/** The command line asks for something that can't be; the message is for the person who wrote it. */
export class UsageError extends Error {}

/** Errors of ours that nobody could mend without the place where they arose. */
const ofTheProgram = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * Runs a command and sets the process's exit status: what `main` returns if that is a number, 2 for wrong usage, 1 for whatever else it
 * throws. Errors are told in one line behind the command's name, but for those of the program itself. A signal that
 * ends it leaves no server and no temporary folder behind.
 */
export async function runCommand(name: string, main: () => Promise<unknown>): Promise<void> {
  onEndingSignal();
  try {
    const exitCode = await main();
    if (typeof exitCode === 'number') process.exitCode = exitCode;
  } catch (error) {
    const isUsage = error instanceof UsageError || isParseError(error);
    const isOurs = !isUsage && ofTheProgram.some((type) => error instanceof type);
    const message = error instanceof Error ? error.message : String(error);
    console.error(isOurs ? error : `${name}: ${message}`);
    process.exitCode = isUsage ? 2 : 1;
  }
}

/** What `parseArgs` throws of an unknown option or one without its value. */
function isParseError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** @throws UsageError for a text that is no whole number, or a smaller one */
export function wholeNumber(name: string, text: string, least = 1): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new UsageError(`--${name} takes a whole number from ${least} on, not "${text}".`);
}
