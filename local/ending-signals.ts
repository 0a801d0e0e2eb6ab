import { constants } from 'node:os';

/** How a person, a terminal that closes, or a supervisor ends a program. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lets signals end the program by `process.exit`, so that its `exit` handlers run. A signal's own way to end it runs
 * none of them, and leaves servers and temporary folders behind.
 * @param end called in place of that with the exit status: 128 and the signal's number, as shells have it
 */
export function onEndingSignal(end: (exitCode: number) => void = (exitCode) => process.exit(exitCode)): void {
  for (const signal of endingSignals) process.on(signal, () => end(128 + constants.signals[signal]));
}
